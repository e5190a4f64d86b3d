-- One commitment: what all claims together support. The rules stand in sql/marts/open_state.sql and open_figures.sql.
-- Money is converted at the ECB's rate of the announcement, or of the last day before it, at most ten days back.
CREATE TABLE fact_commitment AS
WITH rooted AS (
    SELECT m.commitment_key, m.commitment_id, coalesce(o.kind, c.kind) AS kind, c.measure, coalesce(o.scope, c.scope) AS scope
    FROM cluster_commitment AS m JOIN cluster AS c USING (cluster_key) LEFT JOIN commitment_override AS o USING (commitment_key)
    WHERE m.root = m.cluster_key
),
articles AS (SELECT commitment_key, CAST(count(DISTINCT article_key) AS INTEGER) AS article_count FROM fact_claim GROUP BY commitment_key),
notes AS (
    SELECT commitment_key, 0 AS rank, line, note FROM commitment_correction WHERE problem IS NULL
    UNION ALL
    SELECT f.commitment_key, 1, c.line, concat('a claim: ', c.note)
    FROM claim_correction AS c JOIN fact_claim AS f USING (claim_key) WHERE c.problem IS NULL AND c.what <> 'accept'
),
corrected AS (SELECT commitment_key, string_agg(note, '; ' ORDER BY rank, line) AS correction FROM notes GROUP BY commitment_key),
known AS (
    SELECT s.*, r.commitment_id, r.measure, r.scope, k.kind_key, k.is_additive AS kind_is_additive, a.article_count,
        coalesce(s.announced, s.first_told) AS day
    FROM open_state(DATE '9999-12-31') AS s
    JOIN rooted AS r USING (commitment_key)
    JOIN articles AS a USING (commitment_key)
    JOIN dim_kind AS k ON k.kind = r.kind
),
rated AS (
    SELECT k.*, CASE WHEN k.day - r.rate_date <= 10 THEN r.rate_date END AS rate_date,
        CASE WHEN k.day - r.rate_date <= 10 THEN r.usd_per_unit END AS usd_per_unit,
        CASE WHEN k.day - r.rate_date <= 10 THEN r.eur_per_unit END AS eur_per_unit
    FROM known AS k ASOF LEFT JOIN dim_rate AS r ON r.currency = k.unit AND k.day >= r.rate_date
)
SELECT
    commitment_key, commitment_id, kind_key, announced, coalesce(CAST(strftime(announced, '%Y%m%d') AS INTEGER), -1) AS announced_date_key,
    measure, value, low, high, unit, CASE WHEN measure = 'money' THEN value END AS amount, CASE WHEN measure = 'money' THEN unit END AS currency,
    CAST(CAST(value AS DECIMAL(22, 2)) * usd_per_unit AS DECIMAL(38, 2)) AS amount_usd,
    CAST(CAST(value AS DECIMAL(22, 2)) * eur_per_unit AS DECIMAL(38, 2)) AS amount_eur, usd_per_unit, eur_per_unit, rate_date,
    CASE WHEN measure = 'power' THEN value END AS power_mw, CASE WHEN measure = 'chips' THEN value END AS chips,
    CASE WHEN measure = 'shares' THEN value END AS shares, CASE WHEN measure = 'stake' THEN value END AS stake_percent,
    bound, scope, status, start_from, start_to, end_from, end_to, term_years, headline_rule, figure_count, rival_count,
    article_count, source_count, claim_count, first_told, last_told,
    status IN ('agreed', 'reported') AND coalesce(end_to < (SELECT max(published) FROM dim_article), false) AS is_overdue,
    scope = 'whole' AND status <> 'cancelled' AND kind_is_additive AS is_additive, certainty, correction
FROM rated LEFT JOIN corrected USING (commitment_key)
ORDER BY commitment_key;
COMMENT ON TABLE fact_commitment IS 'Commitments; grain: one commitment, told by one article or by many';
COMMENT ON COLUMN fact_commitment.commitment_key IS 'Surrogate key in this release';
COMMENT ON COLUMN fact_commitment.commitment_id IS 'Name that stays the same from release to release: made from where it was first told and of whom, also once that telling is replaced or corrected';
COMMENT ON COLUMN fact_commitment.kind_key IS 'Kind of commitment';
COMMENT ON COLUMN fact_commitment.announced IS 'Day of announcement that most claims give';
COMMENT ON COLUMN fact_commitment.announced_date_key IS 'That day in dim_date';
COMMENT ON COLUMN fact_commitment.measure IS 'money, power, chips, shares or stake';
COMMENT ON COLUMN fact_commitment.value IS 'Headline figure in unit';
COMMENT ON COLUMN fact_commitment.low IS 'What even the most cautious telling vouches for, in unit; 0 where all say "up to"';
COMMENT ON COLUMN fact_commitment.high IS 'Largest figure told, in unit';
COMMENT ON COLUMN fact_commitment.unit IS 'ISO 4217 code, MW, count or percent';
COMMENT ON COLUMN fact_commitment.amount IS 'Money in its own currency';
COMMENT ON COLUMN fact_commitment.currency IS 'ISO 4217 code of amount';
COMMENT ON COLUMN fact_commitment.amount_usd IS 'Money in US dollars at usd_per_unit; empty where there is no rate';
COMMENT ON COLUMN fact_commitment.amount_eur IS 'Money in euros at eur_per_unit; empty where there is no rate';
COMMENT ON COLUMN fact_commitment.usd_per_unit IS 'ECB reference rate: US dollars for one unit of the currency';
COMMENT ON COLUMN fact_commitment.eur_per_unit IS 'ECB reference rate: euros for one unit of the currency';
COMMENT ON COLUMN fact_commitment.rate_date IS 'Day of that rate: the announcement (or the first telling), or the last day with a rate before it';
COMMENT ON COLUMN fact_commitment.power_mw IS 'Electrical capacity in megawatts';
COMMENT ON COLUMN fact_commitment.chips IS 'Number of chips';
COMMENT ON COLUMN fact_commitment.shares IS 'Number of shares';
COMMENT ON COLUMN fact_commitment.stake_percent IS 'Stake in percent';
COMMENT ON COLUMN fact_commitment.bound IS 'Hedge of the headline: exact, about, at_most, at_least or order';
COMMENT ON COLUMN fact_commitment.scope IS 'whole, part or total';
COMMENT ON COLUMN fact_commitment.status IS 'agreed, completed, reported or cancelled';
COMMENT ON COLUMN fact_commitment.start_from IS 'Earliest day on which it begins';
COMMENT ON COLUMN fact_commitment.start_to IS 'Latest day on which it begins';
COMMENT ON COLUMN fact_commitment.end_from IS 'Earliest day on which it is complete';
COMMENT ON COLUMN fact_commitment.end_to IS 'Latest day on which it is complete';
COMMENT ON COLUMN fact_commitment.term_years IS 'Term of the contract in years';
COMMENT ON COLUMN fact_commitment.headline_rule IS 'What decided for the headline: only figure, most supported, most exact, most told, newest or correction';
COMMENT ON COLUMN fact_commitment.figure_count IS 'Number of different figures told';
COMMENT ON COLUMN fact_commitment.rival_count IS 'Number of figures that do not agree with the headline';
COMMENT ON COLUMN fact_commitment.article_count IS 'Number of articles that say so';
COMMENT ON COLUMN fact_commitment.source_count IS 'Number of independent sources that say so';
COMMENT ON COLUMN fact_commitment.claim_count IS 'Number of claims that say so';
COMMENT ON COLUMN fact_commitment.first_told IS 'Publication day of the first article that says so';
COMMENT ON COLUMN fact_commitment.last_told IS 'Publication day of the last article that says so';
COMMENT ON COLUMN fact_commitment.is_overdue IS 'Whether its end had passed on the newest article''s day without word of its completion';
COMMENT ON COLUMN fact_commitment.is_additive IS 'Whether it may be added to others of its unit';
COMMENT ON COLUMN fact_commitment.certainty IS 'Probability, 0 to 0.99, that at least one independent source is right whose figure agrees with the headline';
COMMENT ON COLUMN fact_commitment.correction IS 'What corrections.csv changed of it or of its claims, by whom, when and why; empty where nothing';
