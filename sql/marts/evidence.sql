-- Every commitment with the claims that support it, their quotes, spans and articles. Grain: one claim.
-- `agrees` tells whether the claim's figure agrees with the headline.
CREATE VIEW evidence AS
SELECT
    c.commitment_key, c.commitment_id, f.claim_key, f.value, f.unit, f.bound, f.status, f.from_partners, f.to_partners, f.announced,
    g.agrees, f.joined_by, a.published, s.source, a.article, a.url, f.quote, f.char_start, f.char_end,
    trim(regexp_replace(substr(a.text, greatest(f.char_start - 100, 0) + 1, f.char_end - greatest(f.char_start - 100, 0) + 100), '\s+', ' ', 'g')) AS context,
    f.certainty, f.correction, concat(a.article_id[1:16], '@', f.char_start, '-', f.char_end, '/', coalesce(f.said, f.measure)) AS anchor
FROM fact_claim AS f
JOIN fact_commitment AS c USING (commitment_key)
JOIN fact_figure AS g USING (figure_key)
JOIN dim_article AS a USING (article_key)
JOIN dim_source AS s USING (source_key);
COMMENT ON VIEW evidence IS 'From numbers to sentences and back; grain: one claim';
COMMENT ON COLUMN evidence.commitment_key IS 'Surrogate key in this release';
COMMENT ON COLUMN evidence.commitment_id IS 'Name that stays the same from release to release: made from where it was first told and of whom, also once that telling is replaced or corrected';
COMMENT ON COLUMN evidence.claim_key IS 'Surrogate key, made from what names the claim in the lake';
COMMENT ON COLUMN evidence.value IS 'Amount in unit';
COMMENT ON COLUMN evidence.unit IS 'ISO 4217 code, MW, count or percent';
COMMENT ON COLUMN evidence.bound IS 'exact, about, at_most, at_least or order';
COMMENT ON COLUMN evidence.status IS 'agreed, completed, reported or cancelled';
COMMENT ON COLUMN evidence.from_partners IS 'Names of those who give';
COMMENT ON COLUMN evidence.to_partners IS 'Names of those who receive';
COMMENT ON COLUMN evidence.announced IS 'Day of the announcement';
COMMENT ON COLUMN evidence.agrees IS 'Whether the claim''s figure agrees with the headline';
COMMENT ON COLUMN evidence.joined_by IS 'Why it supports this commitment: same, date, hedge, currency, parties, rival or correction (see sql/reconcile/cluster_link.sql)';
COMMENT ON COLUMN evidence.published IS 'Day of publication';
COMMENT ON COLUMN evidence.source IS 'The publisher, else the host of the address, else the article itself';
COMMENT ON COLUMN evidence.article IS 'Stem of the ingested file''s name, or the URL where there was no file';
COMMENT ON COLUMN evidence.url IS 'Address, where known';
COMMENT ON COLUMN evidence.quote IS 'The characters that state the amount';
COMMENT ON COLUMN evidence.char_start IS 'Offset of the quote in the article''s text, from 0';
COMMENT ON COLUMN evidence.char_end IS 'Offset after the quote';
COMMENT ON COLUMN evidence.context IS 'The quote with up to a hundred characters on each side';
COMMENT ON COLUMN evidence.certainty IS 'Probability, 0 to 1, that parties, kind, measure and value of the claim are all right (see docs/certainty.md); 0.99 once a person has accepted or changed it';
COMMENT ON COLUMN evidence.correction IS 'What corrections.csv changed of the claim, by whom, when and why; empty where nothing';
COMMENT ON COLUMN evidence.anchor IS 'Names the claim in corrections.csv by article, characters and measure, whatever is read there';
