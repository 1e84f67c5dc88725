-- The imports of data that the product has made, the newest first.
-- plain: start_time, end_time, status
-- reads: ilmt_data_imports (start_time datetime, end_time datetime, status? varchar(64))
SELECT
    d.start_time,
    d.end_time,
    d.status
FROM ilmt_data_imports AS d
ORDER BY d.start_time DESC
