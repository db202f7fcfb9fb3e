package io.conpool.pool;

import java.util.List;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Picks the connection that serves next. One that nothing speaks against comes before one
 * that is to be replaced or avoided, and one that is suspect comes last, or not at all;
 * among equals the {@link Selection} decides. Guarded by the lock of its
 * {@link EndpointPool}.
 */
final class Choice<S> {

	private static final int GOOD = 0;

	private static final int SECOND_CHOICE = 1;

	private static final int SUSPECT = 2;

	private static final int NONE = 3;

	private final ProtocolHandler<S> handler;

	private final Selection selection;

	private final DoubleSupplier random;

	Choice(PoolContext<S> context) {
		this.handler = context.handler();
		this.selection = context.config().selection();
		this.random = context.random();
	}

	/**
	 * Picks.
	 * @param from those to choose from
	 * @param avoid the state of one that is chosen only if there is no other, or null
	 * @param suspects whether one that is suspect may be chosen
	 * @return one with room, or null
	 */
	@Nullable PooledConnection<S> among(List<PooledConnection<S>> from, @Nullable S avoid, boolean suspects) {
		if (this.selection == Selection.TWO_RANDOM_CHOICES && from.size() > 1) {
			PooledConnection<S> one = any(from);
			PooledConnection<S> other = any(from);
			PooledConnection<S> lighter = (other.inUse < one.inUse) ? other : one;
			if (rank(lighter, avoid) == GOOD) {
				return lighter;
			}
		}
		return best(from, avoid, suspects ? NONE : SUSPECT);
	}

	private PooledConnection<S> any(List<PooledConnection<S>> from) {
		return from.get((int) (this.random.getAsDouble() * from.size()));
	}

	private @Nullable PooledConnection<S> best(List<PooledConnection<S>> from, @Nullable S avoid, int below) {
		PooledConnection<S> best = null;
		int bestRank = below;
		for (int i = 0; i < from.size(); i++) {
			PooledConnection<S> connection = from.get(i);
			int rank = rank(connection, avoid);
			boolean better = rank < bestRank
					|| (best != null && rank == bestRank && isByLoad() && connection.inUse < best.inUse);
			if (better) {
				best = connection;
				bestRank = rank;
				if (rank == GOOD && !isByLoad()) {
					break;
				}
			}
		}
		return best;
	}

	private boolean isByLoad() {
		return this.selection != Selection.FIRST_WITH_ROOM;
	}

	private int rank(PooledConnection<S> connection, @Nullable S avoid) {
		S state = connection.state();
		if (connection.inUse >= this.handler.accessMode(state).capacity()) {
			return NONE;
		}
		if (this.handler.isSuspect(state)) {
			return SUSPECT;
		}
		return (state == avoid || connection.isRetiring()) ? SECOND_CHOICE : GOOD;
	}

}
