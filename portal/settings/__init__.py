"""Settings: `base` holds what never differs, `local` and `production` what does."""
