package io.conpool.connection;

/**
 * Content of no bytes, complete from the beginning. Stateless.
 */
enum NoContent implements OutboundContent {

	INSTANCE;

	@Override
	public void start() {
	}

	@Override
	public boolean hasData() {
		return false;
	}

	@Override
	public int write(int atMost) {
		throw new IllegalStateException("there is no content");
	}

	@Override
	public boolean isComplete() {
		return true;
	}

	@Override
	public void abandon() {
	}

}
