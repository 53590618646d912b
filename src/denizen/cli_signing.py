"""The doors to signing and to the reviewers' pack: `denizen agreements keys`, `sign`, `verify` and `dpia`; `denizen approve`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from denizen.agreements.signatures import Judged
    from denizen.pipeline.signing import SignedDocument

keys_app = typer.Typer(help="Keys of posts: who signs, and how everybody can check it.", no_args_is_help=True)

PrivateKey = Annotated[Path, typer.Option("--key", help="your private key, a file outside the area folder")]


@keys_app.command("new")
def keys_new(
    post: Annotated[str, typer.Option(help='the post that signs, as "Chief executive, Invented Council"')],
    out: Annotated[Path, typer.Option(help="a new file for the private key, outside the area folder")],
    area: Annotated[Path | None, typer.Option(help="an area folder that is to know the post")] = None,
) -> None:
    """Make a key for a post: a private half to keep, and a public half to hand out."""
    from denizen.pipeline.key_files import add_public_key, make_keys

    key, public = make_keys(post, out)
    typer.echo(f"{key.post} signs with the key {key.key_id}.")
    typer.echo(f"Private, for you alone: {out}. Keep it where no one else can read it.")
    typer.echo(f"Public, for every partner: {public}")
    if area is not None:
        typer.echo(f"Known in the area folder: {add_public_key(public, area)[1]}")


@keys_app.command("add")
def keys_add(
    public: Annotated[Path, typer.Argument(help="the .pub file of a post, as it came from that post")],
    area: Annotated[Path, typer.Option(help="the area folder that is to know it")] = Path(),
) -> None:
    """Let an area folder know a post by its public key. Ask the post by telephone whether the key is the one told here."""
    from denizen.pipeline.key_files import add_public_key

    key, target = add_public_key(public, area)
    typer.echo(f"{key.post} is known here by the key {key.key_id}: {target}")


def sign(
    file: Annotated[Path, typer.Argument(help="the code or agreement")],
    key: PrivateKey,
) -> None:
    """Sign what a code or an agreement says now. Layout and comments may change afterwards; words may not."""
    from denizen.pipeline.key_files import keys_for, open_pen
    from denizen.pipeline.signing import sign_document, signatures_of

    statement = sign_document(file, open_pen(key, keys_for(file)), _today())
    typer.echo(f"{statement['post']} signed {statement['document']} on {statement['signed_on']}.")
    typer.echo(f"What it says: {statement['content']}")
    typer.echo(f"The signature lies beside it: {signatures_of(file)}")


def verify(
    place: Annotated[Path, typer.Argument(help="a code or agreement, or the folder that holds them")] = Path(),
) -> None:
    """Tell of every code and agreement who signed the text that is there now, and of every signature that does not stand."""
    from denizen.pipeline.key_files import keys_for
    from denizen.pipeline.signing import documents_in, signed_document

    found = [signed_document(file, keys_for(file)) for file in documents_in(place)]
    for document in found:
        for line in lines_of(document):
            typer.echo(line)
    if any(not is_sound(one) for document in found for one in document.judged):
        raise typer.Exit(3)


def approve(
    folder: Annotated[Path, typer.Argument(help="the area folder, which holds denizen.yaml")],
    key: PrivateKey,
) -> None:
    """Sign the draft that stands, as one of the two people that its release needs."""
    from denizen.pipeline.approving import sign_draft
    from denizen.pipeline.folder import LEDGER
    from denizen.store.ledger import Ledger

    signed = sign_draft(folder, Ledger.open(folder / LEDGER), key, _today())
    typer.echo(f"{signed.post} signed the draft of ledger entry {signed.draft} (book {signed.book_sha256[:16]}).")
    typer.echo(
        "It can be released: two posts have signed it."
        if signed.is_enough
        else "A second post has to sign it before it can be released."
    )


def dpia(
    place: Annotated[Path, typer.Argument(help="the folder that holds the agreements")],
    out: Annotated[Path, typer.Option(help="a new folder for the pack")],
) -> None:
    """Draft the impact assessment from the agreements, gaps shown, with the map of flows, retention and access."""
    from denizen.pipeline.dpia_pack import pack_of, write_pack

    pack = pack_of(place, _today())
    write_pack(pack, out)
    typer.echo(
        f"Drafted from {pack.agreements} agreements: {out / 'dpia.md'}. It shows {pack.gaps} gaps for people to fill in."
    )
    typer.echo(f"Beside it: {', '.join(name for name in pack.files if name != 'dpia.md')}.")


def is_sound(one: Judged) -> bool:
    """Whether nothing is wrong with a signature."""
    from denizen.agreements.signatures import Verdict

    return one.verdict is Verdict.STANDS


def lines_of(found: SignedDocument) -> list[str]:
    """What is said of the signatures of one document."""
    from denizen.agreements.signatures import are_two_people, content_hash, signers

    name = str(found.document["id"])
    standing = signers(found.judged)
    posts = "; ".join(
        f"{one.signer.post}, {one.statement['signed_on']}" for one in found.judged if one.signer and is_sound(one)
    )
    enough = "signed by two people" if are_two_people(standing) else "one more person has to sign"
    nobody = "nobody has signed this text"
    if found.document.get("kind") == "open_licence":
        nobody = "an open licence, which nobody has to sign"
    lines = [f"{name}: {f'{posts} ({enough})' if standing else nobody}"]
    now = content_hash(found.document)
    return lines + [f"  {_wrong_in_words(one, now)}" for one in found.judged if not is_sound(one)]


def _wrong_in_words(one: Judged, now: str) -> str:
    """Why a signature does not stand."""
    from denizen.agreements.signatures import Verdict

    post, day = str(one.statement.get("post", "somebody")), str(one.statement.get("signed_on", "no day"))
    if one.verdict is Verdict.OLDER_TEXT:
        then = str(one.statement.get("content"))
        return f"{post} signed another text on {day}: {then[:16]} was signed, {now[:16]} is there. It has to be signed again."
    if one.verdict is Verdict.OTHER_DOCUMENT:
        return f"{post} signed {one.statement.get('document')}, which is another document."
    if one.verdict is Verdict.UNKNOWN_KEY:
        return f"A signature in the name of {post} is by the key {one.statement.get('key')}, which is not one of theirs here."
    return f"The signature in the name of {post} is false: it does not fit what it says was signed."


def _today() -> date:
    return datetime.now(UTC).date()
