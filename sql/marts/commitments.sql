-- Every commitment in one readable row: who gives what to whom, since when, said by how many.
CREATE TABLE commitments AS
WITH parties AS (
    SELECT commitment_key,
        list(name ORDER BY name) FILTER (role = 'gives' AND partner_key <> -1) AS from_partners,
        list(name ORDER BY name) FILTER (role = 'receives' AND partner_key <> -1) AS to_partners
    FROM bridge_commitment_partner JOIN dim_partner USING (partner_key)
    GROUP BY commitment_key
)
SELECT
    f.commitment_key, coalesce(p.from_partners, []) AS from_partners, coalesce(p.to_partners, []) AS to_partners, k.kind,
    f.measure, f.value, f.unit, f.bound, f.scope, f.status, f.announced, f.start_from, f.start_to, f.end_from, f.end_to,
    f.term_years, f.article_count, f.first_told, f.last_told, f.is_additive, f.commitment_id, f.low, f.high, f.amount_usd, f.amount_eur,
    f.source_count, f.headline_rule, f.rival_count, f.is_overdue, f.certainty, f.correction
FROM fact_commitment AS f JOIN dim_kind AS k USING (kind_key) JOIN parties AS p USING (commitment_key)
ORDER BY f.commitment_key;
COMMENT ON TABLE commitments IS 'Commitments, readable; grain: one commitment';
COMMENT ON COLUMN commitments.commitment_key IS 'Surrogate key in this release';
COMMENT ON COLUMN commitments.from_partners IS 'Names of those who give; empty where nobody is named';
COMMENT ON COLUMN commitments.to_partners IS 'Names of those who receive; empty where nobody is named';
COMMENT ON COLUMN commitments.kind IS 'Kind of commitment';
COMMENT ON COLUMN commitments.measure IS 'money, power, chips, shares or stake';
COMMENT ON COLUMN commitments.value IS 'Headline figure in unit';
COMMENT ON COLUMN commitments.unit IS 'ISO 4217 code, MW, count or percent';
COMMENT ON COLUMN commitments.bound IS 'Hedge of the headline: exact, about, at_most, at_least or order';
COMMENT ON COLUMN commitments.scope IS 'whole, part or total';
COMMENT ON COLUMN commitments.status IS 'agreed, completed, reported or cancelled';
COMMENT ON COLUMN commitments.announced IS 'Day of announcement that most claims give';
COMMENT ON COLUMN commitments.start_from IS 'Earliest day on which it begins';
COMMENT ON COLUMN commitments.start_to IS 'Latest day on which it begins';
COMMENT ON COLUMN commitments.end_from IS 'Earliest day on which it is complete';
COMMENT ON COLUMN commitments.end_to IS 'Latest day on which it is complete';
COMMENT ON COLUMN commitments.term_years IS 'Term of the contract in years';
COMMENT ON COLUMN commitments.article_count IS 'Number of articles that say so';
COMMENT ON COLUMN commitments.first_told IS 'Publication day of the first article that says so';
COMMENT ON COLUMN commitments.last_told IS 'Publication day of the last article that says so';
COMMENT ON COLUMN commitments.is_additive IS 'Whether it may be added to others of its unit';
COMMENT ON COLUMN commitments.commitment_id IS 'Name that stays the same from release to release: made from where it was first told and of whom, also once that telling is replaced or corrected';
COMMENT ON COLUMN commitments.low IS 'What even the most cautious telling vouches for, in unit; 0 where all say "up to"';
COMMENT ON COLUMN commitments.high IS 'Largest figure told, in unit';
COMMENT ON COLUMN commitments.amount_usd IS 'Money in US dollars at usd_per_unit; empty where there is no rate';
COMMENT ON COLUMN commitments.amount_eur IS 'Money in euros at eur_per_unit; empty where there is no rate';
COMMENT ON COLUMN commitments.source_count IS 'Number of independent sources that say so';
COMMENT ON COLUMN commitments.headline_rule IS 'What decided for the headline: only figure, most supported, most exact, most told, newest or correction';
COMMENT ON COLUMN commitments.rival_count IS 'Number of figures that do not agree with the headline';
COMMENT ON COLUMN commitments.is_overdue IS 'Whether its end had passed on the newest article''s day without word of its completion';
COMMENT ON COLUMN commitments.certainty IS 'Probability, 0 to 0.99, that at least one independent source is right whose figure agrees with the headline';
COMMENT ON COLUMN commitments.correction IS 'What corrections.csv changed of it or of its claims, by whom, when and why; empty where nothing';
