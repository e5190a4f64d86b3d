-- Which deals does NVIDIA take part in, and where do they stand?
SELECT partners, announced, first_told, status, is_overdue, contents, deal_key
FROM deals WHERE list_contains(partners, 'NVIDIA') ORDER BY first_told, deal_key
