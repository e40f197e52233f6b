"""Makes training phones from scenarios, with answer keys."""
