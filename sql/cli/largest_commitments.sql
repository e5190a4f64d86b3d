-- The largest commitments of money: what `dealhouse run` prints at its end.
SELECT
    array_to_string(from_partners, ', ') AS gives, value, unit, kind, array_to_string(to_partners, ', ') AS receives,
    coalesce(announced, first_told) AS since, article_count AS articles
FROM commitments
WHERE scope <> 'part' AND measure = 'money'
ORDER BY value DESC, commitment_key
LIMIT 10
