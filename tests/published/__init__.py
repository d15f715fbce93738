"""Published training runs, written from the text of their methods: these modules import nothing of the package.

    tutorial    Jason Brownlee, "How to Code a Neural Network with Backpropagation In Python (from scratch)", 2016
    sgd         Michael Nielsen, "Neural Networks and Deep Learning", chapters 1 to 3: stochastic gradient descent

The tests hold them beside backprop_ref.training; ``python -m tests.published.compare`` runs what takes longer.
"""
