-- Which deals does NVIDIA take part in, and where do they stand?
SELECT d.partners, d.announced, d.first_told, d.status, d.is_overdue, d.contents, d.deal_key, k.commitments AS rests_on
FROM deals AS d JOIN dim_deal AS k USING (deal_key) WHERE list_contains(d.partners, 'NVIDIA') ORDER BY d.first_told, d.deal_key
