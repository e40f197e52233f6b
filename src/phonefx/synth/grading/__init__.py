"""Score a tool's case, or an examiner's answers, against the answer key of a made phone."""
