-- One version of one organisation: those of the reference, and those that only articles know.
-- Grain: one row a version. A version ends on the day before the organisation changed its name or its group.
CREATE TABLE dim_partner AS
WITH RECURSIVE told AS (
    SELECT DISTINCT unnest(from_partners) AS name FROM claim_names
    UNION SELECT DISTINCT unnest(to_partners) FROM claim_names
    UNION SELECT DISTINCT partner_a FROM lake_pairs
    UNION SELECT DISTINCT partner_b FROM lake_pairs
),
named AS (
    SELECT name, kind, parent AS group_name, country, ticker, true AS is_curated FROM reference_partners
    UNION ALL
    SELECT name, NULL, NULL, NULL, NULL, false FROM told WHERE name NOT IN (SELECT name FROM reference_partners)
),
versions AS (
    SELECT n.*, n.name AS known_as, CAST(NULL AS DATE) AS valid_to FROM named AS n
    UNION ALL
    SELECT n.name, n.kind, h.parent, n.country, n.ticker, n.is_curated, h.known_as, h.valid_to
    FROM reference_history AS h JOIN named AS n USING (name)
),
dated AS (
    SELECT *,
        coalesce(lag(valid_to) OVER (PARTITION BY name ORDER BY valid_to NULLS LAST) + 1, DATE '1900-01-01') AS valid_from
    FROM versions
),
climbed AS (
    SELECT name, valid_from, coalesce(valid_to, DATE '9999-12-31') AS day, name AS top, group_name AS above, 0 AS steps FROM dated
    UNION ALL
    SELECT c.name, c.valid_from, c.day, d.name, d.group_name, c.steps + 1
    FROM climbed AS c JOIN dated AS d
    ON d.name = c.above AND c.day BETWEEN d.valid_from AND coalesce(d.valid_to, DATE '9999-12-31')
    WHERE c.steps < 20
),
topped AS (SELECT name, valid_from, arg_max(top, steps) AS root_group FROM climbed GROUP BY name, valid_from)
SELECT
    CAST(row_number() OVER (ORDER BY name, valid_from) AS INTEGER) AS partner_key, name, known_as, kind, group_name, root_group,
    country, ticker, is_curated, valid_from, valid_to, valid_to IS NULL AS is_current
FROM dated JOIN topped USING (name, valid_from)
UNION ALL
SELECT -1, 'unknown', 'unknown', NULL, NULL, 'unknown', NULL, NULL, false, DATE '1900-01-01', NULL, true
ORDER BY partner_key;
COMMENT ON TABLE dim_partner IS 'Organisations; grain: one version of one organisation (type 2 history)';
COMMENT ON COLUMN dim_partner.partner_key IS 'Surrogate key; -1 is the unknown partner';
COMMENT ON COLUMN dim_partner.name IS 'Usual English name of the group; the same in every version';
COMMENT ON COLUMN dim_partner.known_as IS 'Name that it bore in this version';
COMMENT ON COLUMN dim_partner.kind IS 'What it is: laboratory, chip maker, cloud, bank, state …';
COMMENT ON COLUMN dim_partner.group_name IS 'Name of the parent group in this version, empty where it is its own';
COMMENT ON COLUMN dim_partner.root_group IS 'Name at the top of its groups in this version; itself where it has no parent';
COMMENT ON COLUMN dim_partner.country IS 'ISO 3166 alpha-2 code of its seat';
COMMENT ON COLUMN dim_partner.ticker IS 'Stock exchange symbol, empty where unlisted or unsure';
COMMENT ON COLUMN dim_partner.is_curated IS 'Whether the reference file knows it, or only an article';
COMMENT ON COLUMN dim_partner.valid_from IS 'First day on which this version holds';
COMMENT ON COLUMN dim_partner.valid_to IS 'Last day on which this version holds, empty while it does';
COMMENT ON COLUMN dim_partner.is_current IS 'Whether this version holds today';
