"""Every error that denizen raises on purpose.

    DenizenError                    exit
    |-- NotPermitted                  3   an agreement does not allow it: missing, not in force, another purpose
    |-- BadInput                      4   a file from outside cannot be used as it is
    |   |-- UnreadableFile                missing, empty, encrypted, a bomb, not the format its contract names
    |   |-- WrongLayout                   headers missing, doubled, or those of another list
    |   `-- BadDocument                   a slip in a YAML file: denizen.yaml, an agreement, a contract
    |-- NotReleasable                 5   disclosure or a release rule forbids it
    |-- LedgerBroken                  6   the ledger does not fit its own hashes
    |-- NotFound                      7   no such figure, source, example or area
    `-- CannotWrite                   8   disk full, no permission, a folder in use

A message says what, where and how to mend it. It gives columns, counts and row numbers, never a person's values.
"""

from __future__ import annotations


class DenizenError(Exception):
    """What went wrong, where, and how to mend it.

    Args:  what, one sentence; where, a file (and line or row); mend, what the reader can do now.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        return f"{type(self).__name__}: {self.what}\n  where: {self.where}\n  mend:  {self.mend}"


class NotPermitted(DenizenError):
    exit_code = 3


class BadInput(DenizenError):
    exit_code = 4


class UnreadableFile(BadInput):
    pass


class WrongLayout(BadInput):
    is_this_list = False
    """whether the headers are those of the list all the same, one of them twice: it is not to be taken for another"""


class BadDocument(BadInput):
    pass


class NotReleasable(DenizenError):
    exit_code = 5


class LedgerBroken(DenizenError):
    exit_code = 6


class NotFound(DenizenError):
    exit_code = 7


class CannotWrite(DenizenError):
    exit_code = 8
