-- A programme's evidence, the same for the same number of partners: needs the variable partners. Each dataset is a table macro
-- over the number of a month (trainings over none) that gives its rows in the order of partners.

-- The n-th number below a limit that belongs to something; the n-th of a list; a name in one of the spellings that files have.
CREATE MACRO draw(of, n, below) AS (hash(of, n) % below)::INT;
CREATE MACRO one_of(list, number) AS list[1 + number % len(list)];
CREATE MACRO spelled(name, number) AS CASE number % 25 WHEN 0 THEN upper(name) WHEN 1 THEN replace(name, ' ', '_') ELSE name END;
CREATE MACRO whole(number) AS round(number)::DECIMAL(28,10);
CREATE MACRO first_day(m) AS (DATE '2021-07-01' + to_months(m))::DATE;
CREATE MACRO flagged(number) AS CASE number WHEN 0 THEN TRUE WHEN 1 THEN NULL ELSE FALSE END;

-- One in twenty has many customers, one in eight large ones.
CREATE TABLE partners AS
SELECT i, (1000000 + i)::VARCHAR AS partner, if(draw(i, 1, 100) < 5, 60 + draw(i, 2, 60), 4 + draw(i, 3, 24)) AS customers,
       draw(i, 4, 100) < 70 AS azure, draw(i, 5, 100) < 65 AS microsoft_365, draw(i, 6, 100) < 45 AS business_apps, draw(i, 7, 100) < 12 AS large
FROM range(getvariable('partners')) r(i);

-- With the partner from month ``starts`` until before ``ends``; ``size`` in seats, ``spends`` USD a month and ``grows`` by that share monthly.
CREATE TABLE customers AS
WITH numbered AS (SELECT *, unnest(range(customers)) AS n FROM partners), known AS (SELECT *, hash(i, n) AS c FROM numbered)
SELECT partner, c, large, regexp_replace(md5(c::VARCHAR), '(.{8})(.{4})(.{4})(.{4})(.*)', '\1-\2-\3-\4-\5') AS tenant, 'Contoso ' || n AS customer,
       azure AND draw(c, 1, 100) < 36 AS azure, microsoft_365 AND draw(c, 2, 100) < 34 AS microsoft_365,
       business_apps AND draw(c, 3, 100) < if(large, 60, 25) AS business_apps,
       if(draw(c, 4, 100) < 55, 0, draw(c, 5, 24)) AS starts, if(draw(c, 6, 100) < 85, 24, draw(c, 7, 24)) AS ends,
       4 * pow(1.45, draw(c, 8, 16)) AS size, 15 * pow(1.5, draw(c, 9, 20)) AS spends, draw(c, 10, 60) / 1000 AS grows
FROM known;

CREATE MACRO associations() AS [
    {code: 'PAL', text: 'Partner admin link'}, {code: 'PAL', text: 'Partner admin link'}, {code: 'PAL', text: 'Partner admin link'},
    {code: 'CSP_T1', text: 'CSP Tier 1'}, {code: 'CSP_T1', text: 'CSP Tier 1'}, {code: 'CSP_T2', text: 'CSP Tier 2'},
    {code: 'DPOR', text: 'Partner of record'}, {code: 'CPOR', text: 'CPOR'}, {code: 'CPOR', text: 'CPOR'}, {code: 'CPOR_OSU', text: 'CPOR (OSU)'},
    {code: 'CPOR_REVREC', text: 'CPOR (RevRec)'}, {code: 'END_CUSTOMER', text: 'Partner as end-customer'}, {code: NULL, text: 'Other'}];

-- What a customer has of one kind in a month: ``k`` counts it, ``s`` stands for it in every month, ``h`` in this one. Most associations
-- are the customer's, some its own.
CREATE MACRO held(kind, m) AS TABLE
WITH counted AS (
    SELECT *, unnest(range(CASE kind
        WHEN 'azure_usage' THEN if(azure, 1 + draw(c, 20, 3), 0)
        WHEN 'office_usage' THEN if(microsoft_365, 1 + draw(c, 30, 3), 0)
        WHEN 'mobility_usage' THEN if(microsoft_365 AND draw(c, 40, 100) < 30, 1, 0)
        WHEN 'business_apps_revenue' THEN if(business_apps, if(large, 3, 1) + draw(c, 50, 2), 0)
        ELSE if(business_apps, 1 + draw(c, 60, 2), 0) END)) AS k
    FROM customers WHERE starts <= m AND m < ends
), told AS (SELECT *, hash(c, k, kind) AS s FROM counted),
paired AS (SELECT *, one_of(associations(), if(draw(s, 9, 100) < 80, draw(c, 11, 1000), draw(s, 10, 1000))) AS pair FROM told)
SELECT *, first_day(m) AS month, hash(s, m) AS h, pair['code'] AS association, pair['text'] AS association_text FROM paired;

CREATE MACRO azure_usage(m) AS TABLE
SELECT partner, month, tenant, customer, association, association_text,
       spelled(one_of(['Virtual Machines', 'Virtual Machines Licenses', 'Storage', 'SQL Database', 'Azure App Service', 'Azure Kubernetes Service', 'Bandwidth', 'Backup',
           'Azure Monitor', 'Azure Cosmos DB', 'Azure Synapse Analytics', 'Data Factory', 'Cognitive Services', 'Functions', 'Security Center',
           'Azure Active Directory Domain Services', 'Azure Firewall', 'Virtual Network', 'Load Balancer', NULL], draw(s, 1, 1000)), draw(s, 2, 1000)) AS service_level_2,
       spelled(one_of(['Dv3 Series', 'Ev4 Series', 'Premium SSD', 'Standard', 'General Purpose', 'Sentinel', 'Key Vault', 'Azure Bastion', 'Advanced Threat Protection',
           'Application Gateway', 'Basic', 'Hot LRS'], draw(s, 3, 1000)), draw(s, 4, 1000)) AS service_level_4,
       one_of(['SMB', 'Enterprise', 'SM&C Commercial - SMB', 'Corporate'], draw(c, 21, 100)) AS segment,
       one_of(['Usage', 'Usage', 'Usage', 'Usage', 'Modern', NULL, NULL, NULL, 'Trial', 'Benefit Program'], draw(s, 5, 1000)) AS offer_type,
       flagged(draw(h, 1, 30)) AS duplicate,
       CASE WHEN draw(h, 2, 120) > 0 THEN (spends * pow(1 + grows, m) * (50 + draw(h, 3, 101)) / 100 / (k + 1))::DECIMAL(28,4) END AS acr
FROM held('azure_usage', m);

CREATE MACRO office_usage(m) AS TABLE
SELECT partner, month, tenant, customer, association, association_text,
       spelled(one_of(['Exchange', 'Teams', 'SharePoint', 'Microsoft 365 Apps', 'Intune', 'Azure Active Directory Premium', 'Teams Phone', 'Yammer',
           'Microsoft Defender for Office 365', 'Microsoft Defender for Endpoint', 'Viva Insights', 'Windows 365', 'Planner'], draw(s, 1, 1000)), draw(s, 2, 1000)) AS workload,
       CASE WHEN draw(h, 2, 150) > 0 THEN whole(size * (1 + grows * m) * (60 + draw(s, 3, 41)) / 100) END AS seats,
       whole(size * (1 + grows * m) * draw(s, 4, 60) * (40 + 2 * m) / 10000) AS active, flagged(draw(h, 1, 30)) AS duplicate,
       CASE WHEN draw(c, 31, 100) < 30 AND m >= draw(c, 32, 24) THEN first_day(draw(c, 32, 24)) + 9 END AS claimed
FROM held('office_usage', m);

CREATE MACRO seats_of(c, n, amount) AS CASE WHEN draw(c, n, 10) < 6 THEN whole(amount) END;
CREATE MACRO mobility_usage(m) AS TABLE
SELECT partner, month, tenant, customer, association, association_text,
       seats_of(c, 41, size * (1 + grows * m) * 0.9) AS aadp_seats, seats_of(c, 41, size * (1 + grows * m) * draw(c, 51, 90) / 100) AS aadp_active,
       seats_of(c, 42, size * (1 + grows * m) * 0.9) AS intune_seats, seats_of(c, 42, size * (1 + grows * m) * draw(c, 52, 90) / 100) AS intune_active,
       seats_of(c, 43, size * (1 + grows * m) * 0.9) AS azip_seats, seats_of(c, 43, size * (1 + grows * m) * draw(c, 53, 90) / 100) AS azip_active
FROM held('mobility_usage', m);

CREATE MACRO business_apps_revenue(m) AS TABLE
SELECT partner, month, tenant, customer, association, association_text,
       spelled(one_of(['Sales', 'Power Apps', 'Business Central', 'Finance', 'Supply Chain', 'Customer Service', 'Power BI', 'Field Service', 'Marketing', 'Commerce',
           'Portals', 'Contoso Ledger'], draw(s, 1, 1000)), draw(s, 2, 1000)) AS workload,
       (if(large, 6, 1) * spends * (50 + draw(h, 3, 101)) / 100 / (k + 1))::DECIMAL(28,2) AS revenue
FROM held('business_apps_revenue', m);

CREATE MACRO business_apps_usage(m) AS TABLE
SELECT partner, month, tenant, customer, association, association_text,
       spelled(one_of(['Business Central', 'Customer Service', 'Power Apps', 'Finance & Operations', 'Sales', 'Customer Insights', 'Power BI', 'Guides', 'Retail', 'Portals',
           'Contoso Ledger'], draw(s, 1, 1000)), draw(s, 2, 1000)) AS workload,
       CASE WHEN draw(s, 3, 10) > 0 THEN whole(size * (1 + grows * m) * (50 + draw(h, 3, 51)) / 100) END AS mau,
       CASE WHEN draw(s, 3, 10) < 2 THEN whole(size * 1000 * (1 + grows * m)) END AS mac
FROM held('business_apps_usage', m);

CREATE MACRO trainings() AS TABLE
WITH people AS (SELECT i, partner, unnest(range(1 + draw(i, 70, if(large, 24, 7)))) AS n FROM partners),
held AS (SELECT *, unnest(range(1 + draw(hash(i, n), 71, 3))) AS k FROM people),
found AS (SELECT *, hash(i, n, k) AS h, DATE '2021-07-01' + draw(hash(i, n, k), 1, 754) AS completed FROM held)
SELECT partner, date_trunc('month', completed)::DATE AS month, 'p' || i || '-' || n AS person, person AS mcpid, completed,
       spelled(one_of(['Azure Administrator Associate', 'Azure Administrator Associate', 'AZ-104', 'Azure Solutions Architect Expert', 'AZ-305', 'DP-203',
           'Azure Data Engineer Associate', 'Azure Database Administrator Associate', 'Data Analyst Associate', 'PL-300', 'Azure Developer Associate',
           'Power Platform Developer Associate', 'Azure DevOps Engineer Expert', 'Azure Network Engineer Associate', 'Azure Virtual Desktop Specialty',
           'Microsoft 365 Fundamentals', 'Teams Administrator Associate', 'Identity and Access Administrator Associate',
           'Microsoft 365 Enterprise Administrator Expert', 'Azure Security Engineer Associate', 'Security Operations Analyst Associate',
           'Cybersecurity Architect Expert', 'Power Platform Solution Architect Expert', 'MB-700', 'Dynamics 365 Sales Functional Consultant Associate',
           'Contoso Certified Baker', 'Azure Fundamentals'], draw(h, 2, 1000)), draw(h, 3, 1000)) AS title,
       one_of(['Certification', 'Certification', 'Certification', 'Certification', 'Certification', 'Assessment', 'Course'], draw(h, 4, 100)) AS training_type,
       CASE WHEN draw(h, 5, 100) < 85 THEN completed + 365 + draw(h, 6, 365) END AS expires,
       one_of(['Active', 'Active', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Inactive'], draw(h, 7, 100)) AS activation_status
FROM found;
