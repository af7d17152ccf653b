"""What the stories say of the five designations besides Business Applications, on the demo's day."""

from fractions import Fraction

from tests.demo.loaded.reading import CONTOSO, FABRIKAM

# (partner, designation): the track, whether it qualifies, and the points of each metric in their order.
FIGURES: dict[tuple[str, str], tuple[str, bool, tuple[str, ...]]] = {
    (CONTOSO, "data_ai"): ("", True, ("20", "32", "12", "10")),
    (CONTOSO, "digital_app_innovation"): ("", False, ("20", "8", "12", "12", "10")),
    (CONTOSO, "infrastructure"): ("", False, ("20", "16", "0", "12", "10")),
    (CONTOSO, "modern_work"): ("smb", False, ("14", "10", "15", "15", "10")),
    (CONTOSO, "security"): ("", False, ("10", "80/3", "14", "10")),
    (FABRIKAM, "data_ai"): ("", False, ("10", "0", "20", "10")),
    (FABRIKAM, "digital_app_innovation"): ("", False, ("10", "4", "0", "20", "10")),
    (FABRIKAM, "infrastructure"): ("", False, ("10", "8", "0", "20", "10")),
    (FABRIKAM, "modern_work"): ("smb", False, ("0", "5", "0", "0", "0")),
    (FABRIKAM, "security"): ("", False, ("0", "0", "0", "0")),
}

# (partner, designation, metric): (actual, points) of each part.
PARTS = {
    (CONTOSO, "modern_work", "usage_growth"): {"cpor": (250, 15), "csp": (200, 3)},
    (CONTOSO, "modern_work", "deployments"): {"cpor": (2, 10), "csp": (2, 5)},
    (CONTOSO, "security", "net_customer_adds"): {"azure": (3, 6), "microsoft_365": (2, 4)},
    (CONTOSO, "security", "usage_growth"): {"azure": (12_500, 10), "microsoft_365": (500, 4)},
    (CONTOSO, "security", "deployments"): {"azure": (2, Fraction(20, 3)), "microsoft_365": (1, Fraction(10, 3))},
}

# (partner, designation, metric, customer or person): what is said of the rows of now, as (verdict, amount, what it lacks).
VERDICTS: dict[tuple[str, str, str, str], set[tuple[str, str, str | None]]] = {
    (CONTOSO, "data_ai", "net_customer_adds", "Humongous Insurance"): {
        ("counted", "1000", None),
        ("customer_already_counted", "1000", None),
    },
    (CONTOSO, "data_ai", "net_customer_adds", "Alpine Ski House"): {("below_acr_floor", "999.99", "0.01")},
    (CONTOSO, "data_ai", "net_customer_adds", "Wingtip Toys"): {("offer_excluded", "1900", None)},
    (CONTOSO, "data_ai", "net_customer_adds", "Tailwind Traders"): {("association_not_eligible", "2750", None)},
    (CONTOSO, "data_ai", "net_customer_adds", "School of Fine Art"): set(),
    (CONTOSO, "modern_work", "net_customer_adds", "Wingtip Toys"): {("counted", "300", None)},
    (CONTOSO, "modern_work", "net_customer_adds", "Alpine Ski House"): {
        ("counted", "11", None),
        ("workload_not_eligible", "24", None),
    },
    (CONTOSO, "modern_work", "net_customer_adds", "A. Datum Corporation"): {("below_seats_floor", "10", "1")},
    (CONTOSO, "modern_work", "net_customer_adds", "Adventure Works"): {("above_seats_ceiling", "301", None)},
    (CONTOSO, "modern_work", "net_customer_adds", "Tailwind Traders"): {("association_not_eligible", "90", None)},
    (CONTOSO, "modern_work", "net_customer_adds", "Consolidated Messenger"): {("workload_not_eligible", "75", None)},
    (CONTOSO, "modern_work", "deployments", "Southridge Video"): {
        ("counted", "34", None),
        ("association_not_eligible", "34", None),
    },
    (CONTOSO, "modern_work", "deployments", "Coho Winery"): {
        ("active_when_claimed", "33", None),
        ("association_not_eligible", "33", None),
    },
    (CONTOSO, "security", "net_customer_adds", "Trey Research"): {("counted", "100", None)},
    (CONTOSO, "security", "net_customer_adds", "Litware"): {("below_acr_floor", "99.5", "0.5")},
    (CONTOSO, "infrastructure", "advanced_certifications", "Henrik Ivyleaf"): {
        ("expired", "1", None),
        ("certificate_not_listed", "1", None),
    },
    (FABRIKAM, "data_ai", "net_customer_adds", "Southridge Video"): {("below_acr_floor", "940", "60")},
    (FABRIKAM, "data_ai", "intermediate_certifications", "Dov Foxglove"): {("gate_not_met", "1", None)},
    (FABRIKAM, "data_ai", "intermediate_certifications", "Ines Kestrelby"): {
        ("gate_not_met", "1", None),
        ("expired", "1", None),
    },
    (FABRIKAM, "data_ai", "intermediate_certifications", "Moss Oakhurst"): {("not_published", "1", None)},
}
