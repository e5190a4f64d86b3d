-- One version of one organisation: those of the reference, and those that only articles know.
-- Grain: one row a version; the key is stable for the same set of names.
CREATE TABLE dim_partner AS
WITH told AS (
    SELECT DISTINCT unnest(from_partners) AS name FROM lake_claims
    UNION SELECT DISTINCT unnest(to_partners) FROM lake_claims
    UNION SELECT DISTINCT partner_a FROM lake_pairs
    UNION SELECT DISTINCT partner_b FROM lake_pairs
),
named AS (
    SELECT name, kind, parent AS group_name, country, ticker, wikidata, true AS is_curated FROM reference_partners
    UNION ALL
    SELECT name, NULL, NULL, NULL, NULL, NULL, false FROM told WHERE name NOT IN (SELECT name FROM reference_partners)
)
SELECT
    CAST(row_number() OVER (ORDER BY name) AS INTEGER) AS partner_key, name, kind, group_name, country, ticker, wikidata,
    is_curated, DATE '1900-01-01' AS valid_from, CAST(NULL AS DATE) AS valid_to, true AS is_current
FROM named
UNION ALL
SELECT -1, 'unknown', NULL, NULL, NULL, NULL, NULL, false, DATE '1900-01-01', NULL, true
ORDER BY partner_key;
COMMENT ON TABLE dim_partner IS 'Organisations; grain: one version of one organisation (type 2 history)';
COMMENT ON COLUMN dim_partner.partner_key IS 'Surrogate key; -1 is the unknown partner';
COMMENT ON COLUMN dim_partner.name IS 'Usual English name of the group';
COMMENT ON COLUMN dim_partner.kind IS 'What it is: laboratory, chip maker, cloud, bank, state …';
COMMENT ON COLUMN dim_partner.group_name IS 'Name of the parent group, empty where it is its own';
COMMENT ON COLUMN dim_partner.country IS 'ISO 3166 alpha-2 code of its seat';
COMMENT ON COLUMN dim_partner.ticker IS 'Stock exchange symbol, empty where unlisted or unsure';
COMMENT ON COLUMN dim_partner.wikidata IS 'Wikidata identifier, empty where unsure';
COMMENT ON COLUMN dim_partner.is_curated IS 'Whether the reference file knows it, or only an article';
COMMENT ON COLUMN dim_partner.valid_from IS 'First day on which this version holds';
COMMENT ON COLUMN dim_partner.valid_to IS 'Last day on which this version holds, empty while it does';
COMMENT ON COLUMN dim_partner.is_current IS 'Whether this version holds today';
