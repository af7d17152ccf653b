"""What Contoso Consulting manages of its customers' Azure, and the access to it: ways of earning credit, and of losing it."""

from datetime import date
from decimal import Decimal

from demo.managed import Access, Managed
from demo.story import at

# What was managed before June already, since when its bills are here.
EARLIER = date(2023, 3, 1)
_VM, _DISK, _SQL = ("D4s v5", "virtualMachines"), ("P30 disks", "disks"), ("vCore", "servers")


def _usd(text: str) -> Decimal:
    return Decimal(text)


MANAGED = (
    # Administered on behalf of the customer, all of it.
    Managed("Woodgrove Bank", "Core banking", "rg-core", "vm-ledger-1", _VM, _usd("0.192"), _usd("24"), since=EARLIER),
    Managed("Woodgrove Bank", "Core banking", "rg-core", "vm-ledger-2", _VM, _usd("0.192"), _usd("24")),
    Managed(
        "Woodgrove Bank", "Core banking", "rg-core", "disk-ledger", _DISK, _usd("0.1681"), _usd("24"), since=EARLIER
    ),
    # The same subscription, and products that never earn.
    Managed(
        "Woodgrove Bank",
        "Core banking",
        "rg-batch",
        "vm-nightly",
        ("D8s v5 Spot", "virtualMachines"),
        _usd("0.0768"),
        _usd("9"),
    ),
    Managed(
        *("Woodgrove Bank", "Core banking", "rg-batch", "vm-reporting", _VM),
        *(_usd("0.192"), _usd("24")),
        product="Reserved VM Instance, Standard_D4s_v5",
        credited=False,
    ),
    Managed(
        *("Woodgrove Bank", "Core banking", "rg-edge", "firewall-1", ("Next generation firewall", "firewalls")),
        *(_usd("1.25"), _usd("24")),
        publisher="Litware Networks",
        credited=False,
    ),
    # A guest user with its link, on one server: what is inside it is reached too. It ends in August.
    Managed(
        "Litware",
        "Analytics",
        "rg-data",
        "sql-insight/databases/sales",
        _SQL,
        _usd("0.5044"),
        _usd("24"),
        since=EARLIER,
    ),
    Managed(
        "Litware", "Analytics", "rg-data", "vm-gateway", _VM, _usd("0.192"), _usd("24"), credited=False, since=EARLIER
    ),
    # The customer removed the access in the afternoon of 19 June.
    Managed(
        "Adventure Works",
        "Web shop",
        "rg-shop",
        "vm-shop-1",
        _VM,
        _usd("0.192"),
        _usd("24"),
        since=EARLIER,
        until_credited=date(2023, 6, 18),
    ),
    Managed(
        "Adventure Works",
        "Web shop",
        "rg-shop",
        "vm-shop-2",
        _VM,
        _usd("0.192"),
        _usd("24"),
        until_credited=date(2023, 6, 18),
    ),
    # A role that only reads; one that no list knows; a guest without link; a deny; another partner alone.
    Managed(
        "Proseware", "Monitoring", "rg-ops", "vm-agent", _VM, _usd("0.192"), _usd("24"), credited=False, since=EARLIER
    ),
    Managed("Trey Research", "Laboratory", "rg-lab", "vm-lab-1", _VM, _usd("0.384"), _usd("12"), credited=False),
    Managed(
        "Northwind Traders",
        "Logistics",
        "rg-route",
        "vm-route",
        _VM,
        _usd("0.192"),
        _usd("24"),
        credited=False,
        since=EARLIER,
    ),
    Managed("City Power & Light", "Grid", "rg-grid", "vm-meter", _VM, _usd("0.192"), _usd("24"), credited=False),
    Managed("Fourth Coffee", "Stores", "rg-till", "vm-till", _VM, _usd("0.096"), _usd("16"), credited=False),
    # Due all along, and credited from 11 June only.
    Managed(
        "Humongous Insurance",
        "Claims",
        "rg-claims",
        "vm-claims",
        _VM,
        _usd("0.192"),
        _usd("24"),
        since_credited=date(2023, 6, 11),
    ),
    # In the list of access of 9 July, and no longer in that of 24 July.
    Managed("Wide World Importers", "Warehouse", "rg-stock", "vm-stock", _VM, _usd("0.192"), _usd("24")),
    # A refund, a line that stands twice, a credit, and use that another credit pays.
    Managed("Southridge Video", "Studio", "rg-cut", "vm-render", _VM, _usd("0.768"), _usd("6")),
    Managed(
        *("Southridge Video", "Studio", "rg-cut", "vm-render", _VM, _usd("0.768"), _usd("-2")),
        charge="Refund",
        since=date(2023, 6, 14),
        until=date(2023, 6, 14),
    ),
    Managed(
        *("Southridge Video", "Studio", "rg-cut", "vm-preview", _VM, _usd("0.192"), _usd("8")),
        since=date(2023, 6, 20),
        until=date(2023, 6, 20),
        twice=True,
    ),
    Managed(
        *("Southridge Video", "Studio", "rg-cut", "vm-render", _VM, _usd("-5"), _usd("1")),
        charge="Customer credit",
        since=date(2023, 6, 30),
        until=date(2023, 6, 30),
        credited=False,
    ),
    Managed(
        *("Southridge Video", "Studio", "rg-trial", "vm-trial", _VM, _usd("0.192"), _usd("24")),
        until=date(2023, 6, 30),
        other_credit=True,
        credited=False,
    ),
)

_OWN, _OTHER = "1000001", "1000099"

ACCESS = (
    Access("Woodgrove Bank", "Core banking", "", "aobo", _OWN, "Owner"),
    Access(
        "Litware",
        "Analytics",
        "rg-data/sql-insight",
        "direct",
        _OWN,
        "SQL DB Contributor",
        linked=True,
        until=at(2023, 8, 31, 22),
    ),
    Access("Adventure Works", "Web shop", "", "aobo", _OWN, "Owner", until=at(2023, 6, 19, 13, 20)),
    Access("Proseware", "Monitoring", "", "direct", "1000011", "Reader", linked=True),
    Access("Trey Research", "Laboratory", "", "group", _OWN, "Contoso Laboratory Operator", linked=True),
    Access("Northwind Traders", "Logistics", "rg-route", "direct", _OWN, "Contributor", linked=False),
    Access("City Power & Light", "Grid", "", "aobo", _OWN, "Owner"),
    Access("City Power & Light", "Grid", "rg-grid", "aobo", _OWN, "", deny=True),
    Access("Fourth Coffee", "Stores", "", "lighthouse", _OTHER, "Contributor", linked=True),
    Access("Humongous Insurance", "Claims", "", "lighthouse", "1000012", "Contributor", linked=True),
    Access(
        "Wide World Importers",
        "Warehouse",
        "rg-stock",
        "group",
        _OWN,
        "Contributor",
        linked=True,
        listed_until=date(2023, 7, 9),
    ),
    Access("Southridge Video", "Studio", "", "aobo", _OWN, "Owner"),
)
