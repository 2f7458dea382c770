"""Digital seals on papers: a clinic's key, the seal on a PDF, and what a seal says. Nothing is stored or fetched."""
