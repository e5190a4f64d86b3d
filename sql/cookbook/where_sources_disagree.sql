-- Where do sources contradict each other, and which side does the warehouse take?
SELECT from_partners, to_partners, conflict, kept, rival, rival_sources, commitment_key AS rests_on
FROM claim_conflicts ORDER BY commitment_key, conflict, rival
