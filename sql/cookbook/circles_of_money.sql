-- Where does money run in a circle, and how much at least?
SELECT array_to_string(partners, ' → ') AS circle, weakest_usd, total_usd FROM circular_flows ORDER BY weakest_usd DESC, circle LIMIT 10
