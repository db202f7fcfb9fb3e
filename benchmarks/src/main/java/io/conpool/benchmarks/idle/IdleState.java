package io.conpool.benchmarks.idle;

/**
 * What is left of an endpoint that nobody calls.
 */
public enum IdleState {

	/** What the pool keeps of it. */
	BARE("without a connection, without meters", false, false),

	/** The same, and its meters. */
	METERS("without a connection, with meters", true, false),

	/** One connection that is open, and meters. */
	CONNECTION("with an idle connection, with meters", true, true);

	private final String title;

	private final boolean metered;

	private final boolean connected;

	IdleState(String title, boolean metered, boolean connected) {
		this.title = title;
		this.metered = metered;
		this.connected = connected;
	}

	/**
	 * Name in tables.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	boolean isMetered() {
		return this.metered;
	}

	boolean isConnected() {
		return this.connected;
	}

}
