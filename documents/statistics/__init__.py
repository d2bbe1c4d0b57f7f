"""Statistics of incoming documents per unit and period: rules, figures, pages."""
