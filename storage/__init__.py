"""What is kept: tables, queries worth naming, engines, migrations, importers, the demo data."""
