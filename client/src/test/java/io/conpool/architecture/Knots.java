package io.conpool.architecture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

/**
 * Finds the knots of a package: sets of classes each of which needs all others, directly
 * or not. A nested class counts as the one that it stands in. Stateless.
 */
final class Knots {

	private Knots() {
	}

	/** The knots of two classes or more, by simple names. */
	static List<Set<String>> of(JavaClasses classes, String packageName) {
		Map<String, Set<String>> needs = needs(classes, packageName);
		List<Set<String>> knots = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		for (String name : needs.keySet()) {
			Set<String> knot = new TreeSet<>();
			for (String other : reachable(name, needs)) {
				if (reachable(other, needs).contains(name)) {
					knot.add(other);
				}
			}
			if (knot.size() > 1 && seen.addAll(knot)) {
				knots.add(knot);
			}
		}
		return knots;
	}

	private static Map<String, Set<String>> needs(JavaClasses classes, String packageName) {
		Map<String, Set<String>> needs = new TreeMap<>();
		for (JavaClass type : classes) {
			if (type.getPackageName().equals(packageName)) {
				Set<String> needed = needs.computeIfAbsent(outermost(type), (key) -> new TreeSet<>());
				type.getDirectDependenciesFromSelf()
					.stream()
					.map((dependency) -> dependency.getTargetClass().getBaseComponentType())
					.filter((target) -> target.getPackageName().equals(packageName))
					.map(Knots::outermost)
					.forEach(needed::add);
			}
		}
		return needs;
	}

	private static String outermost(JavaClass type) {
		return type.getEnclosingClass().map(Knots::outermost).orElse(type.getSimpleName());
	}

	private static Set<String> reachable(String from, Map<String, Set<String>> needs) {
		Set<String> found = new HashSet<>();
		List<String> next = new ArrayList<>(List.of(from));
		while (!next.isEmpty()) {
			String name = next.remove(next.size() - 1);
			if (found.add(name)) {
				next.addAll(needs.getOrDefault(name, Set.of()));
			}
		}
		return found;
	}

}
