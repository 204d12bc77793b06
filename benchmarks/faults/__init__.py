"""What holds when things go wrong: each part does harm so many times and counts what came through it whole."""
