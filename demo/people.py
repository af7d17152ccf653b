"""The demo's organisations and people. All of them are made up; their addresses end in example.com and lead nowhere."""

from dataclasses import dataclass, field

from partnerhub.models import Partner
from partnerhub.permissions import Role

PASSWORD = "contoso-demo-2023"  # noqa: S105  # printed with the sign-ins; set in the demo only


@dataclass(frozen=True)
class Place:
    """A location with an MPN id of its own."""

    mpn_id: str
    city: str
    country: str


@dataclass(frozen=True)
class Organisation:
    """A partner organisation. ``importer`` is the address of the person who imports its files."""

    mpn_id: str
    name: str
    market: str
    kind: str
    places: tuple[Place, ...]
    importer: str


@dataclass(frozen=True)
class Person:
    """Someone who signs in. ``roles`` per MPN id of an organisation; the empty id stands for the programme's own side."""

    name: str
    email: str
    roles: dict[str, tuple[Role, ...]] = field(hash=False)


CONTOSO, FABRIKAM, TAILSPIN, PROGRAMME = "1000001", "1000002", "1000003", ""

ORGANISATIONS = (
    Organisation(
        CONTOSO,
        "Contoso Consulting",
        Partner.Market.LARGER,
        Partner.Kind.DIRECT_BILL,
        (
            Place("1000011", "Munich", "Germany"),
            Place("1000012", "Hamburg", "Germany"),
            Place("1000013", "Vienna", "Austria"),
        ),
        "mara.birchwick@contoso.example.com",
    ),
    Organisation(
        FABRIKAM,
        "Fabrikam Services",
        Partner.Market.OTHER,
        Partner.Kind.INDIRECT_RESELLER,
        (Place("1000021", "Dublin", "Ireland"), Place("1000022", "Cork", "Ireland")),
        "owen.tansyfield@fabrikam.example.com",
    ),
    Organisation(
        TAILSPIN,
        "Tailspin Partners",
        Partner.Market.OTHER,
        Partner.Kind.INDIRECT_RESELLER,
        (Place("1000031", "Lyon", "France"),),
        "odile.fernhollow@tailspin.example.com",
    ),
)

PEOPLE = (
    Person("Gilda Ashgrove", "gilda.ashgrove@contoso.example.com", {CONTOSO: (Role.GLOBAL_ADMIN,)}),
    Person("Mara Birchwick", "mara.birchwick@contoso.example.com", {CONTOSO: (Role.MPN_PARTNER_ADMIN,)}),
    Person("Anton Coldbrook", "anton.coldbrook@contoso.example.com", {CONTOSO: (Role.ACCOUNT_ADMIN,)}),
    Person("Ulla Danewood", "ulla.danewood@contoso.example.com", {CONTOSO: (Role.USER_MANAGEMENT_ADMIN,)}),
    Person("Bodo Elderfell", "bodo.elderfell@contoso.example.com", {CONTOSO: (Role.BILLING_ADMIN,)}),
    Person("Sylvi Fennimoor", "sylvi.fennimoor@contoso.example.com", {CONTOSO: (Role.SALES_AGENT, Role.ADMIN_AGENT)}),
    Person("Henk Gatesworth", "henk.gatesworth@contoso.example.com", {CONTOSO: (Role.HELPDESK_AGENT,)}),
    Person(
        "Petra Hollowell",
        "petra.hollowell@contoso.example.com",
        {CONTOSO: (Role.BUSINESS_PROFILE_ADMIN, Role.REFERRALS_ADMIN)},
    ),
    Person("Emil Ironbridge", "emil.ironbridge@contoso.example.com", {CONTOSO: (Role.EXECUTIVE_REPORT_VIEWER,)}),
    Person("Runa Jarrowby", "runa.jarrowby@contoso.example.com", {CONTOSO: (Role.REPORT_VIEWER,)}),
    Person("Owen Tansyfield", "owen.tansyfield@fabrikam.example.com", {FABRIKAM: (Role.MPN_PARTNER_ADMIN,)}),
    Person("Gwen Underhay", "gwen.underhay@fabrikam.example.com", {FABRIKAM: (Role.GLOBAL_ADMIN, Role.BILLING_ADMIN)}),
    Person("Sorcha Vinterby", "sorcha.vinterby@fabrikam.example.com", {FABRIKAM: (Role.SALES_AGENT,)}),
    # Runs the membership of one organisation and reads the reports of another.
    Person(
        "Odile Fernhollow",
        "odile.fernhollow@tailspin.example.com",
        {TAILSPIN: (Role.GLOBAL_ADMIN, Role.MPN_PARTNER_ADMIN), FABRIKAM: (Role.REPORT_VIEWER,)},
    ),
    Person("Hugo Wexcombe", "hugo.wexcombe@tailspin.example.com", {TAILSPIN: (Role.HELPDESK_AGENT,)}),
    Person("Piers Kingsmarsh", "piers.kingsmarsh@programme.example.com", {PROGRAMME: (Role.PROGRAMME_MANAGER,)}),
    Person("Alva Lindqvale", "alva.lindqvale@programme.example.com", {PROGRAMME: (Role.AUDITOR,)}),
    Person("Bram Oudehoven", "bram.oudehoven@programme.example.com", {PROGRAMME: (Role.AUDITOR,)}),
    Person("Rhea Marlstone", "rhea.marlstone@programme.example.com", {PROGRAMME: (Role.REFERENCE_REVIEWER,)}),
)

MANAGER = "piers.kingsmarsh@programme.example.com"
AUDITORS = ("alva.lindqvale@programme.example.com", "bram.oudehoven@programme.example.com")
AUDIT_FIRM = "Trey Research Audits"
REVIEWER = "rhea.marlstone@programme.example.com"
