"""The house as a whole: settings, front door, middleware, schedule, command line, base templates and styles."""
