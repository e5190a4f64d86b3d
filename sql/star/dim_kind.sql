-- One kind of commitment: what flows from giver to receiver, and whether amounts of it may be added up.
CREATE TABLE dim_kind AS
SELECT * FROM (VALUES
    (-1, 'unknown', 'not known', false),
    (1, 'investment', 'equity or capital put into a company', true),
    (2, 'purchase', 'money for cloud, compute, hardware or energy', true),
    (3, 'supply', 'capacity or chips delivered or deployed', true),
    (4, 'equity_grant', 'warrants, options, shares or a stake', true),
    (5, 'financing', 'debt, loans, leases of capital', true),
    (6, 'buildout', 'own or joint programme of data centres', true),
    (7, 'acquisition', 'purchase of a company', true)
) AS kinds(kind_key, kind, flow, is_additive)
ORDER BY kind_key;
COMMENT ON TABLE dim_kind IS 'Kinds of commitment; grain: one kind';
COMMENT ON COLUMN dim_kind.kind_key IS 'Surrogate key; -1 is the unknown kind';
COMMENT ON COLUMN dim_kind.kind IS 'Name of the kind';
COMMENT ON COLUMN dim_kind.flow IS 'What the giver gives to the receiver';
COMMENT ON COLUMN dim_kind.is_additive IS 'Whether wholes of this kind may be added up within one unit';
