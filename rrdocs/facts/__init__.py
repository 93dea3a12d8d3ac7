"""What is so at an instant, each fact once: record < time < notices < requests < offerings."""
