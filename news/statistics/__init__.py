"""Statistics per unit and reporting period: rules, figures, pages."""
