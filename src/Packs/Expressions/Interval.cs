namespace CityActors.Packs.Expressions;

/// <summary>Where a number can lie: what the check knows before there is a value.</summary>
internal readonly record struct Interval(decimal? Least, decimal? Most, bool LeastOpen = false, bool MostOpen = false)
{
    private const decimal Largest = 10_000_000_000_000_000_000_000m;

    public static Interval Anything => default;

    public bool IsPoint => Least is not null && Least == Most && !LeastOpen && !MostOpen;

    public static Interval At(decimal value) => new(value, value);

    /// <summary>Whether every number of the one is below every number of the other.</summary>
    public bool IsBelow(Interval other) => Most < other.Least || (Most == other.Least && Most is not null && (MostOpen || other.LeastOpen));

    public bool IsBelowOrAt(Interval other) => Most <= other.Least;

    public bool Holds(decimal value) =>
        (Least is null || Least < value || (Least == value && !LeastOpen)) && (Most is null || Most > value || (Most == value && !MostOpen));

    /// <summary>What lies in both.</summary>
    public Interval And(Interval other)
    {
        var (least, leastOpen) = Least is null || other.Least > Least ? (other.Least, other.LeastOpen) : (Least, LeastOpen || (Least == other.Least && other.LeastOpen));
        var (most, mostOpen) = Most is null || other.Most < Most ? (other.Most, other.MostOpen) : (Most, MostOpen || (Most == other.Most && other.MostOpen));
        return new(least, most, leastOpen, mostOpen);
    }

    /// <summary>What lies in either, and between them.</summary>
    public Interval Or(Interval other)
    {
        var least = Least is null || other.Least is null ? null : (decimal?)Math.Min(Least.Value, other.Least.Value);
        var most = Most is null || other.Most is null ? null : (decimal?)Math.Max(Most.Value, other.Most.Value);
        return new(least, most);
    }

    /// <summary>For wholes and dates: above 5 is from 6.</summary>
    public Interval InWholes() => Least is < -Largest or > Largest || Most is < -Largest or > Largest
        ? this
        : new(LeastOpen ? Math.Floor(Least!.Value) + 1 : Least is { } least ? Math.Ceiling(least) : null, MostOpen ? Math.Ceiling(Most!.Value) - 1 : Most is { } most ? Math.Floor(most) : null);

    public Interval Negated() => new(-Most, -Least, MostOpen, LeastOpen);

    public Interval Plus(Interval other)
    {
        var self = this;
        return Carefully(() => new(self.Least + other.Least, self.Most + other.Most, self.LeastOpen || other.LeastOpen, self.MostOpen || other.MostOpen), this, other);
    }

    public Interval Times(Interval other)
    {
        if (Least is not { } a || Most is not { } b || other.Least is not { } c || other.Most is not { } d)
        {
            var positive = Least >= 0 && other.Least >= 0;
            return positive ? new Interval(0, null) : Anything;
        }

        return Carefully(() => new(Math.Min(Math.Min(a * c, a * d), Math.Min(b * c, b * d)), Math.Max(Math.Max(a * c, a * d), Math.Max(b * c, b * d))), this, other);
    }

    public Interval Over(Interval other)
    {
        var (self, by) = (this, other.Least);
        return other.IsPoint && by is { } point && point != 0
            ? Carefully(() => point > 0 ? new(self.Least / point, self.Most / point, self.LeastOpen, self.MostOpen) : new Interval(self.Most / point, self.Least / point, self.MostOpen, self.LeastOpen), this, other)
            : Least >= 0 && other.Least >= 0 ? new Interval(0, null) : Anything;
    }

    // A bound that would not fit into a decimal is no bound.
    private static Interval Carefully(Func<Interval> bounds, Interval left, Interval right)
    {
        try
        {
            return bounds();
        }
        catch (OverflowException)
        {
            return left.Least >= 0 && right.Least >= 0 ? new Interval(0, null) : Anything;
        }
    }
}
