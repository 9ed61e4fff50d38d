"""How good it is: tasks, samples, solvers, scorers and scores, in Inspect's vocabulary, with paired comparison."""
