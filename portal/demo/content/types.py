"""What the content of a site consists of: plain data, so that it reads like text.

Texts are HTML of the few elements that a clerk may write. `{rok}` in a news item stands for the year
in which it is dated, `{rok+1}` for the next one.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.demo.dates import Rule

# -- pieces of a page ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Heading:
    text: str
    level: str = "h2"


@dataclass(frozen=True)
class Text:
    html: str


@dataclass(frozen=True)
class Figure:
    """One of the site's pictures, by the name of its scene."""

    scene: str
    caption: str = ""


@dataclass(frozen=True)
class Table:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_heads: bool = True


@dataclass(frozen=True)
class Accordion:
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Callout:
    title: str
    html: str
    kind: str = "info"


@dataclass(frozen=True)
class Quote:
    text: str
    source: str


@dataclass(frozen=True)
class Documents:
    """Documents of the site, by their titles."""

    titles: tuple[str, ...]
    title: str = "Ke stažení"


@dataclass(frozen=True)
class People:
    """People from the contacts, by their functions."""

    functions: tuple[str, ...]
    title: str = "Na koho se obrátit"


Block = Heading | Text | Figure | Table | Accordion | Callout | Quote | Documents | People


# -- what a site publishes -----------------------------------------------------------------------


@dataclass(frozen=True)
class Picture:
    scene: str
    title: str
    alt: str


@dataclass(frozen=True)
class News:
    """`on` is a day of the year: the item is dated on the last such day before the demonstration."""

    slug: str
    title: str
    lead: str
    on: tuple[int, int]
    category: str
    body: tuple[Block, ...]
    scene: str = ""
    pinned_days: int = 0


@dataclass(frozen=True)
class Place:
    """A listed place; `alias` is what the events of the site call it."""

    name: str
    alias: str
    address: str
    latitude: str
    longitude: str
    barrier_free: str
    note: str = ""


@dataclass(frozen=True)
class Different:
    """One of the coming dates of a series; the very next one has the number 0."""

    number: int
    kind: str
    note: str = ""
    #: By how many days it is moved.
    shift: int = 0
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class Event:
    """One event in every year, or several when there are more rules.

    With `rule`, an RRULE, it is one series instead, which began on the last day of the first of
    `when`.
    """

    key: str
    title: str
    category: str
    when: tuple[Rule, ...]
    start: str = ""
    end: str = ""
    days: int = 1
    all_day: bool = False
    place: str = ""
    text: str = ""
    german: str = ""
    organiser: str = ""
    contact: str = ""
    scene: str = ""
    cancel_next: bool = False
    postpone_next: bool = False
    rule: str = ""
    different: tuple[Different, ...] = ()
    #: So many days after the next date of a series there is one besides.
    besides: int = 0
    besides_note: str = ""
    doors: str = ""
    audience: tuple[str, ...] = ()
    admission: str = ""
    registration: str = ""
    documents: tuple[str, ...] = ()
    union: bool = True


@dataclass(frozen=True)
class Page:
    slug: str
    title: str
    lead: str
    body: tuple[Block, ...] = ()
    children: tuple[Page, ...] = ()
    section: bool = False


@dataclass(frozen=True)
class Translation:
    """A page in another language; `path` is that of the Czech page, empty for the home page."""

    path: str
    slug: str
    title: str
    lead: str
    body: tuple[Block, ...] = ()
    language: str = "de"
    intro: str = ""
    quick_links: tuple[QuickLink, ...] = ()


@dataclass(frozen=True)
class QuickLink:
    title: str
    url: str
    icon: str
    description: str = ""


@dataclass(frozen=True)
class Gallery:
    slug: str
    title: str
    lead: str
    on: tuple[int, int]
    pictures: tuple[tuple[str, str], ...]
    """Scenes and captions."""


@dataclass(frozen=True)
class Hours:
    weekday: int
    opens: str
    closes: str
    note: str = ""


@dataclass(frozen=True)
class Office:
    name: str
    address: str
    email: str = ""
    phone: str = ""
    note: str = ""
    hours: tuple[Hours, ...] = ()
    main: bool = False


@dataclass(frozen=True)
class Person:
    name: str
    function: str
    email: str
    room: str = ""
    office: str = ""


@dataclass(frozen=True)
class Document:
    title: str
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """`posted` and `removed` are days from the day of the demonstration."""

    title: str
    kind: str
    posted: int
    removed: int | None
    text: str
    reference: str = ""
    documents: tuple[str, ...] = ()
    file_mark: str = ""
    originator: str = ""
    department: str = ""
    personal: bool = False
    everywhere: bool = False


@dataclass(frozen=True)
class FormField:
    label: str
    kind: str = "singleline"
    required: bool = True
    help: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    slug: str
    title: str
    lead: str
    intro: str
    fields: tuple[FormField, ...]
    thanks: str
    consent: str
    to: str


@dataclass(frozen=True)
class MenuItem:
    title: str
    german: str
    english: str
    url: str
    children: tuple[MenuItem, ...] = ()


# -- a site --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Registry:
    """What the union's register says. What is not known stays None."""

    name: str
    status: str = ""
    csu_code: str = ""
    postal_code: str = ""
    latitude: str | None = None
    longitude: str | None = None
    area_ha: int | None = None
    population: int | None = None
    website: str = ""
    confirmed: bool = True


@dataclass(frozen=True)
class Site:
    slug: str
    registry: Registry
    tagline: str
    intro: str
    header_alt: str
    pictures: tuple[Picture, ...]
    news: tuple[News, ...]
    events: tuple[Event, ...]
    pages: tuple[Page, ...]
    gallery: Gallery
    offices: tuple[Office, ...]
    people: tuple[Person, ...]
    quick_links: tuple[QuickLink, ...]
    menu: tuple[MenuItem, ...]
    notices: tuple[Notice, ...] = ()
    documents: tuple[Document, ...] = ()
    forms: tuple[Form, ...] = ()
    translations: tuple[Translation, ...] = ()
    drafts: tuple[News, ...] = ()
    contacts_lead: str = ""
    places: tuple[Place, ...] = ()
