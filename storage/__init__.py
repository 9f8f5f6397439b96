"""What is kept: tables, queries worth naming, engines, migrations, importers and the demo community."""
