"""Azure services as usage rows describe them: those of the Infra and Database Migration lines, near misses, and others.

Filters of other specializations, whose thresholds are not published, take some of the others.
"""

from demo.story import Service

_VM = "Virtual Machines"
_DB = "Databases"

WINDOWS_VM = Service("Compute", _VM, "Virtual Machines Dv3 Series", "Virtual Machines Dv3 Series Windows",
                     "IaaS", "VM", os="WINDOWS", core="Core")  # fmt: skip
LINUX_VM = Service("Compute", _VM, "Virtual Machines Dsv3 Series", "Virtual Machines Dsv3 Series",
                   "IaaS", "VM", os="LINUX", core="Core")  # fmt: skip
SQL_DATABASE = Service(_DB, "SQL Database", "SQL Database vCore", "SQL Database General Purpose Gen5", "Data", "SQLDB")
SQL_MANAGED_INSTANCE = Service(
    _DB, "SQL Managed Instance", "SQL Managed Instance vCore", "SQL Managed Instance Gen5", "Data", "SQL DB MI"
)
# A licence, not a core: it counts as SQL on a virtual machine and not as a Windows Server one.
SQL_VM = Service("Compute", "Virtual Machines Licenses", "SQL Server", "SQL Server Standard", "Data", "SQL on IaaS VM",
                 os="WINDOWS", core="Software")  # fmt: skip
MYSQL = Service(_DB, "Azure Database for MySQL", "MySQL Flexible Server", "MySQL Flexible Server Gen5", "Data", "MySQL")
MARIADB = Service(_DB, "Azure Database for MariaDB", "MariaDB", "MariaDB General Purpose Gen5", "Data", "MariaDB")
POSTGRESQL = Service(
    _DB, "PostgreSQL", "PostgreSQL Flexible Server", "PostgreSQL Flexible Server Dsv3", "Data", "PGSQL"
)
COSMOS_DB = Service(_DB, "Cosmos DB", "Azure Cosmos DB", "Azure Cosmos DB", "Data", "Cosmos DB", units="100 RU/s")

# A series that the Linux line leaves out.
LINUX_VM_MS_SERIES = Service("Compute", _VM, "Virtual Machines MSv2 Series", "Virtual Machines MSv2 Series",
                             "IaaS", "VM", os="LINUX", core="Core")  # fmt: skip

# None of those that follow meets a filter of Infra and Database Migration.
STORAGE = Service("Storage", "Storage", "Tables", "Standard Block Blob", "Storage", "Blob", units="1 GB/Month")
LOGS = Service("Management", "Log Analytics", "Pay-as-you-go", "Log Analytics", "Management", "Monitor", units="1 GB")
APP_SERVICE = Service(
    "Compute", "Azure App Service", "Premium v3 Plan", "Azure App Service Premium v3 Plan", "App Dev", "App Service"
)
DATA_FACTORY = Service(
    "Analytics", "Azure Data Factory v2", "Cloud", "Azure Data Factory v2", "Analytics", "Data Factory"
)

# Services of the Security designation.
SENTINEL = Service("Security", "Sentinel", "Sentinel", "Sentinel", "Security", "Sentinel", units="1 GB")
KEY_VAULT = Service("Security", "Key Vault", "Key Vault", "Key Vault", "Security", "Key Vault", units="10K")
FIREWALL = Service(
    "Networking", "Azure Firewall", "Azure Firewall Standard", "Azure Firewall", "Networking", "Firewall"
)

OTHERS = (
    STORAGE,
    Service("Storage", "Storage", "Managed Disks", "Premium SSD Managed Disks", "Storage", "Disks", units="1/Month"),
    Service("Networking", "Bandwidth", "Inter-Region", "Inter-Region", "Networking", "Bandwidth", units="1 GB"),
    Service(
        "Networking", "Application Gateway", "Standard v2", "Application Gateway Standard v2", "Networking", "Gateway"
    ),
    APP_SERVICE,
    Service(
        "Containers", "Azure Kubernetes Service", "Uptime SLA", "Azure Kubernetes Service", "App Dev", "AKS", "AKS"
    ),
    Service("Analytics", "Azure Synapse Analytics", "SQL Pool", "Azure Synapse Analytics DWU", "Analytics", "SQL DW"),
    DATA_FACTORY,
    Service("AI + Cognitive Services", "Cognitive Services", "Language", "Text Analytics", "AI", "Cognitive Services"),
    SENTINEL,
    LOGS,
    Service("Compute", "Virtual Desktop", "Native", "Azure Virtual Desktop", "IaaS", "AVD", "NATIVE AVD"),
)
