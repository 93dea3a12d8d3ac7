"""From decisions to a packet: plan, render, convert, mark, bind, publish."""
