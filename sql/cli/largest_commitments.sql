-- The largest commitments of money: what `dealhouse run` prints at its end.
SELECT array_to_string(from_partners, ', '), array_to_string(to_partners, ', '), kind, value, unit, first_told, article_count
FROM commitments
WHERE scope <> 'part' AND measure = 'money'
ORDER BY value DESC, commitment_key
LIMIT 10
