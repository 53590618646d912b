"""A name is its words without order, beside its parts: whole names as lists write them, by the customs of each culture."""

from __future__ import annotations

from drawing import rows_of


def check(parsed, drawn: str) -> None:
    """Every drawn name is parsed into the given and family names drawn beside it; its words are both, sorted."""
    wanted = [(str(row["name"]), said(row["given"]), said(row["family"])) for row in rows_of(drawn)]
    found = parsed(drawn)
    got = [(name, row["given"], row["family"]) for (name, _, _), row in zip(wanted, found, strict=True)]
    assert got == wanted
    assert all(row["words"] == sorted({*row["given"], *row["family"]}) for row in found)


def said(cell) -> list[str]:
    return str(cell).split() if cell is not None else []


def test_titles_suffixes_and_initials_are_no_words_of_a_name(parsed):
    check(
        parsed,
        """
        name                          | given         | family
        ------------------------------+---------------+---------
        John Smith                    | john          | smith
        Mr John Smith                 | john          | smith
        Mr. John Smith                | john          | smith
        MR JOHN SMITH                 | john          | smith
        Mrs J A Smith                 | .             | smith
        Dr John Smith PhD             | john          | smith
        Rev. John Smith               | john          | smith
        Cllr Mary Jones MBE           | mary          | jones
        Sir John Smith                | john          | smith
        Lady Mary Jones               | mary          | jones
        John Smith Jnr                | john          | smith
        John Smith III                | john          | smith
        John A. Smith                 | john          | smith
        J. Smith                      | .             | smith
        Smith J                       | .             | smith
        John S                        | john          | .
        Ms Smith                      | .             | smith
        The Revd Mary Jones           | mary          | jones
        Prince Charles Windsor        | charles       | windsor
        Master Tom Brown              | tom           | brown
        Exors of John Smith           | john          | smith
        KING, John Paul               | john paul     | king
        King, John                    | john          | king
        Mst Rahima Khatun             | rahima        | khatun
        Alhaji Musa Bello             | musa          | bello
        Frau Anke Müller              | anke          | muller
        Srta. Lucía Pérez             | lucia         | perez
        """,
    )


def test_a_family_name_first_is_known_by_comma_by_capitals_or_by_what_the_words_are(parsed):
    check(
        parsed,
        """
        name                          | given         | family
        ------------------------------+---------------+---------
        SMITH, John                   | john          | smith
        Smith, Mr John Paul           | john paul     | smith
        SMITH , JOHN                  | john          | smith
        Smith,John                    | john          | smith
        VAN DER BERG, Peter           | peter         | berg
        de Souza, Maria               | maria         | souza
        O'BRIEN, Patrick Joseph       | patrick joseph | obrien
        Smith-Jones, Anna             | anna          | smith jones
        Garcia Lopez, Maria           | maria         | garcia lopez
        Jean DUPONT                   | jean          | dupont
        DUPONT Jean                   | jean          | dupont
        Jean Paul DUPONT MARTIN       | jean paul     | dupont martin
        NGUYEN Van An                 | van an        | nguyen
        NAGY Istvan                   | istvan        | nagy
        Smith John                    | john          | smith
        SMITH JOHN                    | john          | smith
        Patel Dinesh                  | dinesh        | patel
        Kowalski Piotr                | piotr         | kowalski
        Shevchenko Oleksandr          | oleksandr     | shevchenko
        Smith, John (Jack)            | john jack     | smith
        William (Bill) Smith          | william bill  | smith
        Margaret "Peggy" Jones        | margaret peggy | jones
        Aisha Ali née Khan            | aisha ali     | khan
        """,
    )


def test_hyphens_part_words_and_apostrophes_join_them(parsed):
    check(
        parsed,
        """
        name                          | given         | family
        ------------------------------+---------------+---------
        Mary-Ann Jones                | mary ann      | jones
        Maryann Jones                 | mary ann      | jones
        Jean-Pierre Dubois            | jean pierre   | dubois
        Patrick O'Brien               | patrick       | obrien
        Patrick O’Brien               | patrick       | obrien
        Maria D'Souza                 | maria         | souza
        Maria de Souza                | maria         | souza
        Ian McDonald                  | ian           | mcdonald
        Ian Mc Donald                 | ian           | mcdonald
        Ian Mac Donald                | ian           | macdonald
        Siân Llywelyn                 | sian          | llywelyn
        Seán Ó Brien                  | sean          | brien
        François Lefèvre              | francois      | lefevre
        Łukasz Wiśniewski             | lukasz        | wisniewski
        Søren Jørgensen               | soren         | jorgensen
        Ștefan Popescu                | stefan        | popescu
        İsmail Yılmaz                 | ismail        | yilmaz
        Günter Weiß                   | gunter        | weiss
        """,
    )


def test_particles_and_words_for_son_and_daughter_go_and_what_follows_is_family(parsed):
    check(
        parsed,
        """
        name                          | given         | family
        ------------------------------+---------------+---------
        Ludwig van der Berg           | ludwig        | berg
        Jan de Vries                  | jan           | vries
        Maria dos Santos Silva        | maria         | santos silva
        Juan de la Cruz               | juan          | cruz
        Carlo di Marco                | carlo         | marco
        Otto von Stein                | otto          | stein
        Mohammed bin Ahmed            | mohammed      | ahmed
        Mohammed bin Ahmed Al-Hassan  | mohammed      | ahmed hassan
        Fatima binti Omar             | fatima        | omar
        Khalid ibn Walid              | khalid        | walid
        Llywelyn ap Gruffydd          | llywelyn      | gruffydd
        Angharad ferch Rhys           | angharad      | rhys
        Ben Smith                     | ben           | smith
        Al Brown                      | al            | brown
        Ahmed Al Masri                | ahmed         | masri
        Ahmed Almasri                 | ahmed         | masri
        Layla El-Sayed                | layla         | sayed
        """,
    )


def test_russian_patronymics_and_icelandic_ones_are_told_from_family_names(parsed):
    check(
        parsed,
        """
        name                          | given             | family
        ------------------------------+-------------------+------------
        Anna Sergeevna Ivanova        | anna sergeevna    | ivanova
        Ivanova Anna Sergeevna        | anna sergeevna    | ivanova
        Ivan Petrovich Sidorov        | ivan petrovich    | sidorov
        Сидоров Иван Петрович         | ivan petrovich    | sidorov
        Olena Mykolaivna Kovalenko    | olena mykolaivna  | kovalenko
        Anna Petrovich                | anna              | petrovich
        Anna Jónsdóttir               | anna              | jonsdottir
        Björn Jónsson                 | bjorn             | jonsson
        """,
    )


def test_singh_kaur_begum_and_the_like_are_kept_where_they_stand(parsed):
    check(
        parsed,
        """
        name                          | given              | family
        ------------------------------+--------------------+-------------
        Harpreet Kaur Gill            | harpreet kaur      | gill
        Harpreet Kaur                 | harpreet           | kaur
        Gurpreet Singh Sandhu         | gurpreet singh     | sandhu
        Gurpreet Singh                | gurpreet           | singh
        Mrs Kaur                      | .                  | kaur
        Rahima Begum                  | rahima             | begum
        Rahima Begum Chowdhury        | rahima begum       | chowdhury
        Sakina Bibi                   | sakina             | bibi
        Dilip Kumar Patel             | dilip kumar        | patel
        Md Abdul Karim                | md abdul           | karim
        Abul Kalam Azad               | abul kalam         | azad
        Syed Ali Shah                 | syed ali           | shah
        Muhammad Tariq Khan           | muhammad tariq     | khan
        Lakshmi Devi Sharma           | lakshmi devi       | sharma
        """,
    )


def test_two_family_names_of_spain_portugal_and_latin_america(parsed):
    check(
        parsed,
        """
        name                               | given            | family
        -----------------------------------+------------------+-------------------
        Maria Garcia Lopez                 | maria            | garcia lopez
        José Luis García Márquez           | jose luis        | garcia marquez
        María del Carmen Ruiz Pérez        | maria            | carmen ruiz perez
        João Silva Santos                  | joao             | silva santos
        Ana Sofia Ferreira                 | ana sofia        | ferreira
        Jose Luis Garcia                   | jose luis        | garcia
        Pedro Gómez                        | pedro            | gomez
        Ana Rodrigues da Costa             | ana rodrigues    | costa
        Luis Fernando Rojas Vargas         | luis fernando    | rojas vargas
        """,
    )


def test_the_family_name_comes_first_in_china_vietnam_korea_and_hungary_where_a_list_kept_it_so(parsed):
    check(
        parsed,
        """
        name                          | given         | family
        ------------------------------+---------------+---------
        Wang Xiaoming                 | xiaoming      | wang
        Wang Xiao Ming                | xiaoming      | wang
        Wang Xiao-Ming                | xiaoming      | wang
        Xiaoming Wang                 | xiaoming      | wang
        Xiao Ming Wang                | xiaoming      | wang
        Zhang Xiaoli                  | xiaoli        | zhang
        Mei Zhang                     | mei           | zhang
        Wong Ka Ming                  | kaming        | wong
        Ka-ming Wong                  | kaming        | wong
        David Ka Ming Wong            | david ka ming | wong
        王小明                         | xiaoming      | wang
        王 小明                        | xiaoming      | wang
        Nguyen Van An                 | van an        | nguyen
        Nguyễn Thị Minh Khai          | thi minh khai | nguyen
        An Nguyen                     | an            | nguyen
        Van An Nguyen                 | van an        | nguyen
        Tran Quang Hung               | quang hung    | tran
        Wang Hsiao-yen                | hsiaoyen      | wang
        Kim Min Jun                   | minjun        | kim
        Minjun Kim                    | minjun        | kim
        김민준                         | minjun        | kim
        Nagy Péter                    | peter         | nagy
        Péter Nagy                    | peter         | nagy
        Kovács Erzsébet Mária         | erzsebet maria | kovacs
        Szabó László                  | laszlo        | szabo
        """,
    )


def test_chains_of_fathers_names_are_family(parsed):
    check(
        parsed,
        """
        name                          | given         | family
        ------------------------------+---------------+----------------
        Abdi Hassan Ali               | abdi          | hassan ali
        Fadumo Warsame Jama           | fadumo        | warsame jama
        Mohamed Abdi Farah Guled      | mohamed       | abdi farah guled
        Tesfaye Gebremariam Haile     | tesfaye       | gebremariam haile
        Ziad Fares Haddad             | ziad          | fares haddad
        Mohammed Ali                  | mohammed      | ali
        Abdulrahman Hassan            | abdul rahman  | hassan
        Abd al-Rahman Hassan          | abd rahman    | hassan
        Abdul Rahman Hassan           | abdul rahman  | hassan
        """,
    )


def test_other_scripts_are_read_by_tables_and_kept_as_they_are_where_no_table_knows_them(parsed):
    check(
        parsed,
        """
        name                          | given         | family
        ------------------------------+---------------+---------
        Олександр Шевченко            | oleksandr     | shevchenko
        Шевченко Олександр            | oleksandr     | shevchenko
        Юлія Коваленко                | yuliya        | kovalenko
        Γεώργιος Παπαδόπουλος         | georgios      | papadopoulos
        Ελένη Γεωργίου                | eleni         | georgiou
        محمد أحمد                      | mohammed      | ahmed
        فاطمة علي                      | fatima        | ali
        גיורגי                        | .             | gyvrgy
        გიორგი ბერიძე                 | giorgi        | beridze
        Արամ Պետրոսյան                | aram          | petrosyan
        தமிழ் செல்வி                     | தமழ           | சலவ
        """,
    )


def test_names_of_many_other_customs(parsed):
    check(
        parsed,
        """
        name                          | given         | family
        ------------------------------+---------------+---------
        Kwame Owusu                   | kwame         | owusu
        Oluwaseun Adeyemi             | oluwaseun     | adeyemi
        Chidi Okonkwo                 | chidi         | okonkwo
        Tendai Moyo                   | tendai        | moyo
        Mehmet Yılmaz                 | mehmet        | yilmaz
        Dilan Azad                    | dilan         | azad
        Narges Hosseini               | narges        | hosseini
        Zabihullah Stanekzai          | zabihullah    | stanekzai
        Andreea Ionescu               | andreea       | ionescu
        Katarzyna Lewandowska         | katarzyna     | lewandowska
        Jonas Kazlauskas              | jonas         | kazlauskas
        Besnik Hoxha                  | besnik        | hoxha
        Giorgos Papadopoulos          | giorgos       | papadopoulos
        Giulia Rossi                  | giulia        | rossi
        Lars Andersen                 | lars          | andersen
        Priya Sharma                  | priya         | sharma
        Sivakumar Rajendran           | sivakumar     | rajendran
        Nimal Perera                  | nimal         | perera
        Cher                          | .             | cher
        """,
    )
