"""What a service manager needs: a systemd unit, a Dockerfile and a compose file."""
