-- What was called off, or should be done by now and nobody says so?
SELECT from_partners, to_partners, kind, value, unit, status, end_to, commitment_key AS rests_on
FROM commitments WHERE status = 'cancelled' OR is_overdue ORDER BY commitment_key
