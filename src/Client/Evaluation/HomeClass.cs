using CityActors.Client.Evaluation.Data;

namespace CityActors.Client.Evaluation;

/// <summary>How much of a day somebody is seen to do something in a home.</summary>
internal enum HomeClass
{
    /// <summary>Never: its meter shows nothing that could fall quiet, and the city says of such a home that it cannot be judged.</summary>
    Idle,

    /// <summary>In less than a quarter of its half hours.</summary>
    Sparse,

    /// <summary>In a quarter of them or more, but not in half.</summary>
    Ordinary,

    /// <summary>In half of them or more.</summary>
    Busy,
}

/// <summary>Puts homes into their classes.</summary>
internal static class HomeClasses
{
    private const double SparseBelow = 12;
    private const double BusyFrom = 24;

    /// <summary>The class of a home by the mean number of half hours a day with activity; an active hour is two of them.</summary>
    public static HomeClass Of(MeterHome home, bool[] isActive)
    {
        var perHalfHour = Math.Max(1, home.PerDay / 48);
        var (read, active) = (0, 0);
        for (var from = 0; from < isActive.Length; from += perHalfHour)
        {
            var to = Math.Min(isActive.Length, from + perHalfHour);
            var hasRead = false;
            for (var index = from; index < to; index++)
            {
                hasRead |= home.Has(index);
            }

            read += hasRead ? 1 : 0;
            active += Array.IndexOf(isActive, true, from, to - from) >= 0 ? 1 : 0;
        }

        var halfHours = read == 0 ? 0 : 48.0 * active / read;
        return active == 0 ? HomeClass.Idle : halfHours < SparseBelow ? HomeClass.Sparse : halfHours < BusyFrom ? HomeClass.Ordinary : HomeClass.Busy;
    }
}
