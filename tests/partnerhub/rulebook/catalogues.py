"""The catalogues of July 2021 and July 2023 as their pages print them (seed-000, seed-002), written down apart from the rulebook.

Filters are in one notation: ``|`` between the values that a field may have, ``&`` between tests that must all hold, ``/`` between
branches of which one is enough.
"""

ANALYTICS = "Analytics on Microsoft Azure"
# Area -> specialization -> its validation.
OF_2021 = {
    "azure": {
        ANALYTICS: "audit",
        "Data Warehouse Migration to Microsoft Azure": "audit",
        "Kubernetes on Microsoft Azure": "audit",
        "Linux and Open Source Database Migration to Microsoft Azure": "audit",
        "Microsoft Windows Virtual Desktop": "audit",
        "Modernization of Web Applications to Microsoft Azure": "audit",
        "Windows Server and SQL Server Migration to Microsoft Azure": "audit",
        "AI and Machine Learning in Microsoft Azure": "audit",
        "Hybrid Cloud Infrastructure with Microsoft Azure Stack HCI": "audit",
        "Hybrid Operations and Management with Microsoft Azure Arc": "audit",
        "Microsoft Azure VMware Solution": "audit",
        "DevOps with GitHub on Microsoft Azure": "audit",
        "Networking Services in Microsoft Azure": "audit",
        "SAP on Azure": "references",
    },
    "business_applications": {
        "Low Code Application Development": "none",
        "Small and Midsize Business Management": "none",
    },
    "modern_work": {
        "Adoption and Change Management": "references",
        "Calling for Microsoft Teams": "references",
        "Meetings and Meeting Rooms for Microsoft Teams": "references",
        "Teamwork Deployment": "references",
    },
    "security": {
        "Identity and Access Management": "references",
        "Threat Protection": "references",
        "Information Protection and Governance": "references",
        "Cloud Security": "references",
    },
}
OF_2023 = {
    "azure": {
        ANALYTICS: "audit",
        "Build and Modernize AI Apps with Microsoft Azure": "audit",
        "Data Warehouse Migration to Microsoft Azure": "audit",
        "Kubernetes on Microsoft Azure": "audit",
        "Infra and Database Migration to Microsoft Azure": "audit",
        "Microsoft Azure Virtual Desktop": "audit",
        "Migrate Enterprise Applications to Microsoft Azure": "audit",
        "AI and Machine Learning on Microsoft Azure": "audit",
        "Hybrid Cloud Infrastructure with Microsoft Azure Stack HCI": "audit",
        "Microsoft Azure VMware Solution": "audit",
        "DevOps with GitHub on Microsoft Azure": "audit",
        "Networking Services in Microsoft Azure": "audit",
        "SAP on Microsoft Azure": "audit",
    },
    "business_applications": {
        "Microsoft Low Code Application Development": "none",
        "Small and Midsize Business Management": "none",
        "Sales": "none",
        "Service": "none",
        "Finance": "none",
        "Supply Chain": "none",
        "Intelligent Automation": "none",
        "Business Intelligence": "none",
    },
    "modern_work": {
        "Adoption and Change Management": "references",
        "Calling for Microsoft Teams": "references",
        "Custom Solutions for Microsoft Teams": "references",
        "Meetings and Meeting Rooms for Microsoft Teams": "references",
        "Modernize Endpoints": "references",
        "Teamwork Deployment": "references",
    },
    "security": {
        "Identity and Access Management": "references",
        "Threat Protection": "references",
        "Information Protection and Governance": "references",
        "Cloud Security": "references",
    },
}

_WINDOWS = (
    "ACR Adjustment Type = N/A & Compute Core Software = Core & "
    "((Compute OS = WINDOWS & Compute OS Attribute = WINDOWS | UNKNOWN)"
    " / (Compute OS = LINUX & Compute OS Attribute = WINDOWS-AHUB)) & "
    "Service Level 2 = Cloud Services | Container Instances | Container Registry | Specialized Compute | Virtual Machines"
    " | Virtual Machines Licenses"
)
_MS_SERIES = (
    "Cloud Services MS Series | Virtual Machines MS Series | Virtual Machines MS Series Windows"
    " | Virtual Machines MSv2 Series | Virtual Machines MSv2 Series Windows | MS Series Dedicated Host"
    " | MSv2 Series Dedicated Host"
)
_LINUX = (
    "(ACR Adjustment Type = N/A & Service Level 2 = Virtual Machines & Compute OS = Linux & "
    f"Compute OS Attribute = Non-Windows | UNKNOWN | Windows & Service Level 4 = all except {_MS_SERIES})"
    " / Service Level 4 = Red Hat Enterprise Linux | Red Hat Enterprise Linux with HA | SUSE Linux Enterprise Server Basic"
    " | SUSE Linux Enterprise Server for HPC Priority | SUSE Linux Enterprise Server for HPC Standard"
    " | SUSE Linux Enterprise Server Priority | SUSE Linux Enterprise Server Standard"
)
_SQL = {
    "SQL Database (DB)": "Service Group 3 = SQLDB",
    "SQL Managed Instance (MI)": "Service Group 3 = SQL DB MI",
    "SQL VM": "Service Group 3 = SQL on IaaS | SQL on IaaS VM",
}


def _open_source(cosmos: str) -> dict[str, str]:
    return {
        "Linux Virtual Machines (VM)": _LINUX,
        "Azure Database (DB) for MariaDB": "Service Level 1 = Databases & Service Level 2 = Azure Database for MariaDB",
        "Azure DB for MySQL": (
            "Service Level 1 = Databases & Service Level 2 = Azure Database for MySQL | MySQL Database on Azure"
        ),
        "Azure DB for PostgreSQL": "Service Level 1 = Databases & Service Level 2 = PostgreSQL",
        "Azure Cosmos DB": f"Service Level 1 = Databases & Service Level 2 = {cosmos}",
    }


def _cloud_security(maker: str) -> str:
    return (
        f"Service Level 4 = {maker} Defender for SQL | {maker} Defender for container registries"
        f" | {maker} Defender for Kubernetes | {maker} Defender for Storage | Application Gateway WAF v2"
        " | WAF Application Gateway | Azure Active Directory B2C | Azure Active Directory Domain Services"
        " | Azure Active Directory for External Identities | Azure Bastion | Azure DDOS Protection | Azure Firewall"
        f" | Azure Firewall Manager | Azure Front Door Service | {maker} Defender for IoT | Azure Dedicated HSM | Key Vault"
        f" | Network Watcher | {maker} Defender for App Service | {maker} Defender for servers | Sentinel"
    )


_SAP = (
    f"Service Level 4 = {_MS_SERIES} | SAP HANA on Azure Large Instances | SAP Cloud Platform Alert Notification"
    " | SAP Cloud Platform Extension Factory - Kyma Runtime | SAP Cloud Platform Integration Suite - Additional Messages"
    " | SAP Cloud Platform Integration Suite - Standard Edition | SAP Cloud Platform Transport Management | SAP Edge Services"
    " | SAP Embrace API Management | SAP Embrace Application Logging | SAP Embrace Application Runtime | SAP Embrace Bandwidth"
    " | SAP Embrace Business Application Studio | SAP Embrace Business Rules | SAP Embrace Cloud Integration"
    " | SAP Embrace Credential Store | SAP Embrace Custom Domain | SAP Embrace Data Intelligence"
    " | SAP Embrace Enterprise Messaging | SAP Embrace Extension Factory, serverless runtime | SAP Embrace HANA Cloud"
    " | SAP Embrace Identity Authentication"
    " | SAP Embrace Job Scheduler | SAP Embrace MACC | SAP Embrace Mobile Services | SAP Embrace Object Store Service"
    " | SAP Embrace Open Connectors | SAP Embrace Portal | SAP Embrace Process Visibility | SAP Embrace Web Analytics"
    " | SAP Embrace Workflow | SAP HANA Service | SAP Web IDE | BareMetal Infrastructure | Virtual Machines MdSv2 Series"
    " | Virtual Machines MdSv2 Series Windows"
)
_KUBERNETES = {
    "Azure Kubernetes Service (AKS)": "Service Influencer = AKS | AKS-Engine",
    "Azure RedHat OpenShift": "Service Group 3 = ARO & Service Level 2 = all except Unknown",
}
_WEB_APPS = {
    "Azure App Service": "Service Level 1 = Compute & Service Level 2 = Azure App Service",
    "Azure Spring Cloud": (
        "ACR Adjustment Type = N/A & Service Group 2 = App Dev & Service Group 3 = Spring Cloud"
        " & Service Level 2 = all except Unknown"
    ),
}
_STACK_HCI = {"Azure Stack HCI": "Service Level 2 = Azure Stack HCI"}
_VMWARE = {
    "Azure VMware Solution (AVS)": (
        "Service Level 4 = Azure VMware Solution | Azure VMware Solution by CloudSimple"
        " | Azure VMware Solution by Virtustream | Specialized Compute Azure VMware Solution"
    )
}
_AI = {"AI": "Service Group 2 = AI"}

# Specialization -> ACR line -> filter. Who is not named has no ACR filter on the page.
FILTERS_OF_2021 = {
    "Data Warehouse Migration to Microsoft Azure": {"Azure Synapse Analytics": "Service Group 3 = SQL DW"},
    "Kubernetes on Microsoft Azure": _KUBERNETES,
    "Microsoft Windows Virtual Desktop": {"Microsoft Azure Virtual Desktop": "Service Influencer = NATIVE WVD"},
    "Modernization of Web Applications to Microsoft Azure": _WEB_APPS,
    ANALYTICS: {
        "Azure Synapse Analytics": "Service Group 3 = SQL DW",
        "Data Lake": "Service Group 3 = Azure Data Lake",
        "Databricks": "Service Group 3 = Databricks | Databricks VM",
        "Azure Data Factory": "Service Group 3 = Data Factory",
    },
    "Hybrid Cloud Infrastructure with Microsoft Azure Stack HCI": _STACK_HCI,
    "Microsoft Azure VMware Solution": _VMWARE,
    "Hybrid Operations and Management with Microsoft Azure Arc": {
        "Arc-enabled server": "Service Level 4 = Azure Policy",
        "Arc-enabled Kubernetes": "Service Level 4 = Azure Arc",
    },
    "AI and Machine Learning in Microsoft Azure": _AI,
    "Windows Server and SQL Server Migration to Microsoft Azure": {"Windows": _WINDOWS, **_SQL},
    "Linux and Open Source Database Migration to Microsoft Azure": _open_source("CosmosDB"),
    "Threat Protection": {"Microsoft Sentinel": "Service Level 4 = Sentinel"},
    "Cloud Security": {"Hybrid Environment XDR and Network Security": _cloud_security("Azure")},
}
FILTERS_OF_2023 = {
    "Data Warehouse Migration to Microsoft Azure": {
        "Azure Synapse Analytics": "Service Level 2 = Azure Synapse Analytics"
    },
    "Kubernetes on Microsoft Azure": _KUBERNETES,
    "Microsoft Azure Virtual Desktop": {"Microsoft Azure Virtual Desktop": "Service Influencer = NATIVE AVD"},
    # The page still says Modernization of Web Applications here.
    "Migrate Enterprise Applications to Microsoft Azure": _WEB_APPS,
    ANALYTICS: {
        "Azure Synapse Analytics": "Service Level 2 = Azure Synapse Analytics",
        "Data Lake": "Service Group 3 = Azure Data Lake",
        "Databricks": "Service Group 3 = Databricks",
        "Azure Data Factory": "Service Level 2 = Azure Data Factory | Azure Data Factory v2",
    },
    "Hybrid Cloud Infrastructure with Microsoft Azure Stack HCI": _STACK_HCI,
    "Microsoft Azure VMware Solution": _VMWARE,
    "AI and Machine Learning on Microsoft Azure": _AI,
    "Build and Modernize AI Apps with Microsoft Azure": {
        "Azure Kubernetes Service (AKS)": "Service Group 3 = AKS",
        "Azure RedHat OpenShift": "Service Group 3 = ARO",
        "Azure Spring Apps": "Service Group 3 = Azure Spring cloud",
        "Azure Cosmos DB": "Service Group 3 = Cosmos DB",
        "Azure Database for PostgreSQL": "Service Group 3 = PGSQL",
        "Azure Cognitive Services": "Service Group 3 = Cognitive Services",
        "Azure Machine Learning": "Service Group 3 = Azure Machine Learning",
        "Azure OpenAI Service": "Service Group 3 = Applied AI Services",
    },
    "Infra and Database Migration to Microsoft Azure": {"Windows": _WINDOWS, **_SQL, **_open_source("Cosmos DB")},
    "Threat Protection": {"Microsoft Sentinel": "Service Level 4 = Sentinel"},
    "Cloud Security": {"Hybrid Environment XDR and Network Security": _cloud_security("Microsoft")},
    "SAP on Microsoft Azure": {"SAP Workloads": _SAP},
}
# The same, counted on the pages by hand.
LINES_OF_2021 = dict(zip(FILTERS_OF_2021, (1, 2, 1, 2, 4, 1, 1, 2, 1, 4, 5, 1, 1), strict=True))
LINES_OF_2023 = dict(zip(FILTERS_OF_2023, (1, 2, 1, 2, 4, 1, 1, 1, 8, 9, 1, 1, 1), strict=True))
