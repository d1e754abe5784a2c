DROP TABLE IF EXISTS resolution_staging;
