# End-to-end cases: folders tests/cases/NAME.d.
