-- The life of each deal, step by step. Grain: one step of one commitment of one deal.
CREATE VIEW deal_timeline AS
SELECT
    d.deal_key, d.deal_id, d.partners, t.day, t.step, k.kind, c.measure, c.value, c.unit, c.scope, t.told_on, t.source_count, c.commitment_id, c.certainty
FROM fact_transition AS t
JOIN dim_deal AS d USING (deal_key)
JOIN fact_commitment AS c USING (commitment_key)
JOIN dim_kind AS k USING (kind_key)
ORDER BY d.deal_key, t.day, t.commitment_key;
COMMENT ON VIEW deal_timeline IS 'Life of deals; grain: one step of one commitment of one deal';
COMMENT ON COLUMN deal_timeline.deal_key IS 'Surrogate key in this release';
COMMENT ON COLUMN deal_timeline.deal_id IS 'Identity of its first commitment; stays the same from release to release';
COMMENT ON COLUMN deal_timeline.partners IS 'Groups that take part, in alphabetical order';
COMMENT ON COLUMN deal_timeline.day IS 'Day of the step: its announcement, else the first article that tells it, else the correction or the end that passed';
COMMENT ON COLUMN deal_timeline.step IS 'reported, agreed, extended, completed, cancelled or overdue';
COMMENT ON COLUMN deal_timeline.kind IS 'Kind of the commitment';
COMMENT ON COLUMN deal_timeline.measure IS 'money, power, chips, shares or stake';
COMMENT ON COLUMN deal_timeline.value IS 'Headline figure in unit';
COMMENT ON COLUMN deal_timeline.unit IS 'ISO 4217 code, MW, count or percent';
COMMENT ON COLUMN deal_timeline.scope IS 'whole, part or total';
COMMENT ON COLUMN deal_timeline.told_on IS 'Publication day of the first article that tells it';
COMMENT ON COLUMN deal_timeline.source_count IS 'Number of independent sources that tell it; 0 where the calendar or a correction does';
COMMENT ON COLUMN deal_timeline.commitment_id IS 'Name that stays the same from release to release: made from where it was first told and of whom, also once that telling is replaced or corrected';
COMMENT ON COLUMN deal_timeline.certainty IS 'Probability, 0 to 0.99, that at least one independent source is right whose figure agrees with the headline';
