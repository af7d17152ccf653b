-- A programme's evidence for specializations, the same for the same number of partners: needs the variable partners. Azure usage of a
-- month, training completions, and what is on record: designations held, the programme's word, audits that ended.

CREATE MACRO draw(of, n, below) AS (hash(of, n) % below)::INT;
CREATE MACRO one_of(list, number) AS list[1 + number % len(list)];
CREATE MACRO spelled(name, number) AS CASE number % 25 WHEN 0 THEN upper(name) WHEN 1 THEN replace(name, ' ', '_') ELSE name END;

-- One in twenty has many customers; seven in ten have any usage.
CREATE TABLE partners AS
SELECT i, (1000000 + i)::VARCHAR AS partner, if(draw(i, 1, 100) < 5, 40 + draw(i, 2, 40), 2 + draw(i, 3, 12)) AS customers,
       draw(i, 4, 100) < 70 AS azure
FROM range(getvariable('partners')) r(i);

-- Services as files name them; of about every second one the usage counts for some specialization, of a few for two.
CREATE TABLE services AS
SELECT row_number() OVER () - 1 AS n, * FROM (VALUES
    ('Compute', 'Virtual Machines', 'Virtual Machines Dv3 Series', 'Core', 'VM', NULL, 'WINDOWS', 'WINDOWS', 'Core'),
    ('Compute', 'Virtual Machines', 'Virtual Machines Dv3 Series', 'Core', 'VM', NULL, 'WINDOWS', 'WINDOWS-AHUB', 'Core'),
    ('Compute', 'Virtual Machines', 'Virtual Machines Ev4 Series', 'Core', 'VM', NULL, 'Linux', 'Non-Windows', NULL),
    ('Compute', 'Virtual Machines', 'Virtual Machines Ev4 Series', 'Core', 'VM', NULL, 'LINUX', 'WINDOWS-AHUB', 'Core'),
    ('Compute', 'Virtual Machines', 'Virtual Machines MSv2 Series', 'Core', 'VM', NULL, 'Linux', 'Non-Windows', NULL),
    ('Compute', 'Virtual Machines', 'Red Hat Enterprise Linux', 'Core', 'VM', NULL, NULL, NULL, NULL),
    ('Compute', 'Virtual Machines Licenses', 'Windows Server', 'Core', 'VM', NULL, 'WINDOWS', NULL, 'Core'),
    ('Compute', 'Virtual Machines', 'Virtual Machines Dv4 Series', 'Core', 'VM', 'NATIVE AVD', 'WINDOWS', 'WINDOWS', 'Core'),
    ('Compute', 'Container Registry', 'Container Registry', 'Core', 'Containers', NULL, NULL, NULL, NULL),
    ('Compute', 'Azure App Service', 'Standard', 'App Dev', 'App Service', NULL, NULL, NULL, NULL),
    ('Compute', 'Azure Spring Cloud', 'Standard', 'App Dev', 'Spring Cloud', NULL, NULL, NULL, NULL),
    ('Compute', 'Azure Kubernetes Service', 'Uptime', 'App Dev', 'AKS', 'AKS', NULL, NULL, NULL),
    ('Compute', 'Azure Red Hat OpenShift', 'Worker', 'App Dev', 'ARO', NULL, NULL, NULL, NULL),
    ('Compute', 'Unknown', 'Worker', 'App Dev', 'ARO', NULL, NULL, NULL, NULL),
    ('Compute', 'Specialized Compute', 'Azure VMware Solution', 'Core', 'AVS', NULL, NULL, NULL, NULL),
    ('Databases', 'SQL Database', 'SQL Database', 'Data', 'SQLDB', NULL, NULL, NULL, NULL),
    ('Databases', 'SQL Managed Instance', 'SQL Managed Instance', 'Data', 'SQL DB MI', NULL, NULL, NULL, NULL),
    ('Databases', 'Virtual Machines', 'SQL Server', 'Data', 'SQL on IaaS VM', NULL, 'WINDOWS', NULL, 'SQL'),
    ('Databases', 'PostgreSQL', 'PostgreSQL', 'Data', 'PGSQL', NULL, NULL, NULL, NULL),
    ('Databases', 'Azure Database for MySQL', 'MySQL', 'Data', 'MySQL', NULL, NULL, NULL, NULL),
    ('Databases', 'Cosmos DB', 'Cosmos DB', 'Data', 'Cosmos DB', NULL, NULL, NULL, NULL),
    ('Analytics', 'Azure Synapse Analytics', 'SQL Pool', 'Data', 'SQL DW', NULL, NULL, NULL, NULL),
    ('Analytics', 'Azure Data Factory v2', 'Pipelines', 'Data', 'Data Factory', NULL, NULL, NULL, NULL),
    ('Analytics', 'Azure Databricks', 'Premium', 'Data', 'Databricks', NULL, NULL, NULL, NULL),
    ('AI', 'Cognitive Services', 'Standard', 'AI', 'Cognitive Services', NULL, NULL, NULL, NULL),
    ('Security', 'Key Vault', 'Key Vault', 'Security', 'Key Vault', NULL, NULL, NULL, NULL),
    ('Security', 'Sentinel', 'Sentinel', 'Security', 'Sentinel', NULL, NULL, NULL, NULL),
    ('Security', 'Azure Defender', 'Microsoft Defender for servers', 'Security', 'Defender', NULL, NULL, NULL, NULL),
    ('Networking', 'Azure Firewall', 'Azure Firewall', 'Core', 'Firewall', NULL, NULL, NULL, NULL),
    ('Networking', 'Bandwidth', 'Standard', 'Core', 'Bandwidth', NULL, NULL, NULL, NULL),
    ('Networking', 'Load Balancer', 'Basic', 'Core', 'Load Balancer', NULL, NULL, NULL, NULL),
    ('Networking', 'Virtual Network', 'IP Addresses', 'Core', 'Virtual Network', NULL, NULL, NULL, NULL),
    ('Networking', 'VPN Gateway', 'Basic', 'Core', 'VPN', NULL, NULL, NULL, NULL),
    ('Storage', 'Storage', 'Hot LRS', 'Core', 'Storage', NULL, NULL, NULL, NULL),
    ('Storage', 'Storage', 'Premium SSD', 'Core', 'Storage', NULL, NULL, NULL, NULL),
    ('Storage', 'Storage', 'Cool LRS', 'Core', 'Storage', NULL, NULL, NULL, NULL),
    ('Storage', 'Backup', 'Standard', 'Core', 'Backup', NULL, NULL, NULL, NULL),
    ('Management', 'Azure Monitor', 'Log Analytics', 'Core', 'Monitor', NULL, NULL, NULL, NULL),
    ('Management', 'Automation', 'Automation', 'Core', 'Automation', NULL, NULL, NULL, NULL),
    ('Management', 'Azure Site Recovery', 'Standard', 'Core', 'Recovery', NULL, NULL, NULL, NULL)
) s(level_1, level_2, level_4, group_2, group_3, influencer, os, os_attribute, software);

-- Each customer has up to eight services; ``s`` stands for one of them in every month.
CREATE TABLE used AS
WITH customers AS (SELECT *, unnest(range(customers)) AS n FROM partners WHERE azure), known AS (SELECT *, hash(i, n) AS c FROM customers),
numbered AS (SELECT *, unnest(range(1 + draw(c, 5, 8))) AS k FROM known)
SELECT partner, c, hash(c, k) AS s, regexp_replace(md5(c::VARCHAR), '(.{8})(.{4})(.{4})(.{4})(.*)', '\1-\2-\3-\4-\5') AS tenant,
       15 * pow(1.5, draw(c, 9, 20)) AS spends, draw(hash(c, k), 6, 40) AS service
FROM numbered;

CREATE MACRO azure_usage(m) AS TABLE
SELECT partner, (DATE '2023-03-01' + to_months(m))::DATE AS month, tenant, 'Contoso' AS customer, level_1 AS service_level_1,
       spelled(level_2, draw(s, 7, 1000)) AS service_level_2, spelled(level_4, draw(s, 8, 1000)) AS service_level_4, group_2 AS service_group_2,
       spelled(group_3, draw(s, 9, 1000)) AS service_group_3, influencer AS service_influencer, os AS compute_os,
       os_attribute AS compute_os_attribute, software AS compute_core_software,
       CASE draw(s, 10, 40) WHEN 0 THEN 'Credit' WHEN 1 THEN 'N/A' END AS acr_adjustment_type,
       one_of(['Usage', 'Usage', 'Modern', NULL, NULL, NULL, 'Trial', 'Benefit Program'], draw(s, 11, 1000)) AS offer_type,
       one_of(['PAL', 'PAL', 'CSP_T1', 'CSP_T2', 'DPOR', 'CPOR', NULL], draw(c, 12, 1000)) AS association,
       one_of(['Partner admin link', 'PAL', 'CSP Tier 1', 'CSP Tier 2', 'Partner of record', 'CPOR', 'Other'], draw(c, 12, 1000)) AS association_text,
       CASE draw(hash(s, m), 1, 30) WHEN 0 THEN TRUE WHEN 1 THEN NULL ELSE FALSE END AS duplicate,
       CASE WHEN draw(hash(s, m), 2, 120) > 0 THEN (spends * (50 + draw(hash(s, m), 3, 101)) / 100)::DECIMAL(28,4) END AS acr
FROM used JOIN services ON service = n;

CREATE MACRO trainings() AS TABLE
WITH people AS (SELECT i, partner, unnest(range(1 + draw(i, 70, 9))) AS n FROM partners),
held AS (SELECT *, unnest(range(1 + draw(hash(i, n), 71, 3))) AS k FROM people),
found AS (SELECT *, hash(i, n, k) AS h, DATE '2021-07-01' + draw(hash(i, n, k), 1, 754) AS completed FROM held)
SELECT partner, date_trunc('month', completed)::DATE AS month, 'p' || i || '-' || n AS person, person AS mcpid, completed,
       spelled(one_of(['Azure Administrator Associate', 'AZ-104', 'Azure Solutions Architect Expert', 'AZ-305', 'Azure Data Engineer Associate',
           'Azure Security Engineer Associate', 'Azure Fundamentals', 'Contoso Certified Baker'], draw(h, 2, 1000)), draw(h, 3, 1000)) AS title,
       one_of(['Certification', 'Certification', 'Certification', 'Course'], draw(h, 4, 100)) AS training_type,
       CASE WHEN draw(h, 5, 100) < 85 THEN completed + 365 + draw(h, 6, 365) END AS expires,
       one_of(['Active', NULL, NULL, NULL, 'Inactive'], draw(h, 7, 100)) AS activation_status
FROM found;

CREATE MACRO held() AS TABLE
SELECT partner, designation FROM (SELECT i, partner, unnest(['business_applications', 'data_ai', 'digital_app_innovation', 'infrastructure', 'modern_work',
    'security']) AS designation FROM partners) WHERE draw(hash(i, designation), 80, 100) < 20;

-- The programme's word on the skilling, and on the performance that has no lines, of these; and audits that ended.
CREATE MACRO attested() AS TABLE
WITH words AS (SELECT i, partner, unnest(['infra_and_database_migration', 'kubernetes', 'sales', 'finance', 'identity_and_access_management',
    'networking_services_in_microsoft_azure', 'business_intelligence', 'teamwork_deployment']) AS specialization FROM partners)
SELECT partner, specialization, unnest(['performance', 'skilling', 'aks_acr', 'openshift_acr']) AS requirement
FROM words WHERE draw(hash(i, specialization), 82, 100) < 15;

CREATE MACRO audits() AS TABLE
WITH ended AS (SELECT i, partner, unnest(['infra_and_database_migration', 'kubernetes', 'networking_services_in_microsoft_azure']) AS specialization FROM partners)
SELECT partner, specialization, DATE '2023-07-25' - draw(hash(i, specialization), 84, 900) AS ended_on, draw(hash(i, specialization), 85, 10) < 7 AS passed
FROM ended WHERE draw(hash(i, specialization), 83, 100) < 10;
