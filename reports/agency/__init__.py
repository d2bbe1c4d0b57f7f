"""Electronic agency: criteria, assessments of units by period, checks of the IT committee."""
