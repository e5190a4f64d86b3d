-- Commitments for reading, the largest of each measure first: those of one partner, of one kind or of one measure, where these are given.
SELECT
    commitment_key, from_partners, to_partners, kind, measure, value, unit, bound, scope, status, announced, first_told, source_count,
    commitment_id
FROM commitments
WHERE ($partner IS NULL OR list_contains(from_partners, $partner) OR list_contains(to_partners, $partner))
    AND ($kind IS NULL OR kind = $kind)
    AND ($measure IS NULL OR measure = $measure)
ORDER BY measure, unit <> 'USD', unit, value DESC, commitment_key
