"""Contoso's Microsoft 365 customers, and the people certified for Modern Work and Security.

On 25 July 2023, June against June 2022, Modern Work on its SMB track has 64 points: 8 customers added and 1 lost (14 of
20), 3 people where 2 are needed (10 of 10) and 1 advanced (15 of 15), with CPOR 250 of 500 active users (15 of 30) and
2 of 5 deployments (10 of 25), with CSP less. Three customers more make it 70. On the enterprise track it has 33: 1
customer, 3 of 4 and 1 of 2 people, 300 of 1,000 users, 1 of 5 deployments. July's file brings one customer more.

Security has 60 2/3: 5 customers added, of which 3 on Azure (10 of 20); 4 of 6 people (26 2/3 of 40), each prerequisite
met by one alone; 12,500 of 25,000 USD and 500 of 2,500 users (10 and 4 of 20); 3 of 6 deployments, of which 2 on Azure
(10 of 20).
"""

from datetime import date

from demo.story import PREVIEW, Certificate, Mobility, Seats

CSP_T1 = "CSP Tier 1"
ADVISORY, USAGE, REVENUE = "CPOR (OSA)", "CPOR (OSU)", "CPOR (RevRec)"

OFFICE = (
    # SMB, added since June 2022, the first two at the least and at the most seats. Southridge Video (exactly at 40 %) and Blue
    # Yonder Airlines became deployments after they had been claimed.
    Seats("Alpine Ski House", "Exchange", ADVISORY, 11, 4, since=date(2022, 10, 1), claimed=date(2022, 10, 12)),
    Seats("Wingtip Toys", "Teams", USAGE, 300, 96, since=date(2023, 1, 1), claimed=date(2023, 1, 9)),
    Seats("Southridge Video", "Exchange", USAGE, 85, 20, date(2022, 12, 1), date(2022, 12, 1), date(2022, 12, 5)),
    Seats("Southridge Video", "Exchange", USAGE, 85, 34, since=date(2023, 1, 1), claimed=date(2022, 12, 5)),
    Seats("Fourth Coffee", "Teams", ADVISORY, 40, 12, since=date(2023, 4, 1), claimed=date(2023, 4, 3)),
    Seats("Blue Yonder Airlines", "SharePoint", USAGE, 120, 30, date(2022, 8, 1), date(2022, 9, 1), date(2022, 8, 16)),
    Seats("Blue Yonder Airlines", "SharePoint", USAGE, 120, 60, since=date(2022, 10, 1), claimed=date(2022, 8, 16)),
    # 21 users short of 40 %.
    Seats("City Power & Light", "Teams", USAGE, 210, 63, since=date(2022, 11, 1), claimed=date(2022, 11, 21)),
    # Active already when it was claimed.
    Seats("Coho Winery", "Microsoft 365 Apps", USAGE, 60, 33, since=date(2023, 3, 1), claimed=date(2023, 3, 2)),
    # There in both years, with fewer users.
    Seats("Lucerne Publishing", "Exchange", ADVISORY, 140, 90, until=date(2022, 12, 1)),
    Seats("Lucerne Publishing", "Exchange", ADVISORY, 140, 59, since=date(2023, 1, 1)),
    # In July's file only.
    Seats("Trey Research", "Teams", USAGE, 130, 45, since=PREVIEW, claimed=date(2023, 7, 3)),
    # Lost.
    Seats("Margie's Travel", "Exchange", ADVISORY, 70, 21, until=date(2022, 11, 1)),
    # Enterprise: one there in both years, one added with a seat more than 300.
    Seats("Wide World Importers", "Exchange", USAGE, 2_400, 1_500, until=date(2022, 10, 1)),
    Seats("Wide World Importers", "Exchange", USAGE, 2_400, 1_620, since=date(2022, 11, 1)),
    Seats("Adventure Works", "Teams", USAGE, 301, 70, date(2023, 2, 1), date(2023, 2, 1), date(2023, 2, 14)),
    Seats("Adventure Works", "Teams", USAGE, 301, 180, since=date(2023, 3, 1), claimed=date(2023, 2, 14)),
    # Near misses: a seat short; an association and a workload that do not count.
    Seats("A. Datum Corporation", "Exchange", USAGE, 10, 9, since=date(2023, 2, 1), claimed=date(2023, 2, 20)),
    Seats("Tailwind Traders", "Exchange", REVENUE, 90, 61, since=date(2022, 9, 1), claimed=date(2022, 9, 7)),
    Seats("Consolidated Messenger", "Bookings", USAGE, 75, 40, since=date(2022, 12, 1), claimed=date(2022, 12, 14)),
)

MOBILITY = (
    # CSP, of which Modern Work counts Intune: one added, exactly at 40 %; one that became a deployment.
    Mobility("Graphic Design Institute", CSP_T1, 55, {"intune": 22}, since=date(2022, 12, 1)),
    Mobility("Humongous Insurance", CSP_T1, 180, {"intune": 60}, until=date(2022, 12, 1)),
    Mobility("Humongous Insurance", CSP_T1, 180, {"intune": 130}, since=date(2023, 1, 1)),
    Mobility("Proseware", CSP_T1, 240, {"intune": 130}, until=date(2022, 8, 1)),
    Mobility("Proseware", CSP_T1, 240, {"intune": 238}, since=date(2022, 9, 1)),
    # Security: 449 protected users more; two customers added, the second at 25 seats; one a seat short.
    Mobility("Wide World Importers", USAGE, 2_400, {"aadp": 1_400, "azip": 310}, until=date(2022, 9, 1)),
    Mobility("Wide World Importers", USAGE, 2_400, {"aadp": 1_849, "azip": 310}, since=date(2022, 10, 1)),
    Mobility("City Power & Light", USAGE, 210, {"aadp": 42}, since=date(2022, 11, 1)),
    Mobility("Fourth Coffee", ADVISORY, 25, {"aadp": 3}, since=date(2023, 4, 1)),
    Mobility("Alpine Ski House", ADVISORY, 24, {"aadp": 6}, since=date(2022, 10, 1)),
)

SECURITY_ENGINEER = "Microsoft Certified: Azure Security Engineer Associate"
ANALYST = "Microsoft Certified: Security Operations Analyst Associate"
IDENTITY = "Microsoft Certified: Identity and Access Administrator Associate"
PROTECTION = "Microsoft Certified: Information Protection and Compliance Administrator Associate"
CYBERSECURITY = "Microsoft Certified: Cybersecurity Architect Expert"
TEAMS = "Microsoft 365 Certified: Teams Administrator Associate"
ENTERPRISE = "Microsoft 365 Certified: Enterprise Administrator Expert"

CERTIFICATES = (
    # Security: each prerequisite is met by one person, and four people count.
    Certificate("Kaja Marrowby", SECURITY_ENGINEER, date(2022, 10, 18), date(2023, 10, 18)),
    Certificate("Leif Northgate", ANALYST, date(2022, 9, 13), date(2023, 9, 13)),
    Certificate("Kaja Marrowby", PROTECTION, date(2023, 1, 31), date(2024, 1, 31)),
    Certificate("Mina Otterburn", IDENTITY, date(2023, 3, 14), date(2024, 3, 14)),
    Certificate("Nils Pennywell", IDENTITY, date(2023, 5, 23), date(2024, 5, 23)),
    Certificate("Leif Northgate", CYBERSECURITY, date(2022, 5, 30), date(2023, 5, 30)),  # expired
    # Modern Work, besides the two for identity.
    Certificate("Orla Quickset", TEAMS, date(2022, 11, 29), date(2023, 11, 29)),
    Certificate("Orla Quickset", ENTERPRISE, date(2023, 2, 7), date(2024, 2, 7)),
)
